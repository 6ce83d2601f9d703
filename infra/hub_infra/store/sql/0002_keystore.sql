-- Which keystore wraps the shares of this store: its id, which opens nothing.

alter table store add column keystore uuid;
