"""Operations shared by the pages and the command line."""
