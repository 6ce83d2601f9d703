"""The desk's pages: made on the server, whole without JavaScript, under a strict CSP."""
