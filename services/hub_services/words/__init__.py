"""What people read: English as it stands in the source, Welsh in the catalogue."""
