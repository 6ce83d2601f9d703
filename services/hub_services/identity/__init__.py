"""The demonstration's identity provider: OpenID Connect, with personas to choose from."""
