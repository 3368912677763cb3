"""Pictures for slides, papers and chats, drawn without a browser."""
