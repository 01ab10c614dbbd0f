"""The preview: the issues of a folder in a browser, repainted on every save. It reads, and never writes."""
