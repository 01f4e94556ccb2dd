"""The engine `piper`: local Piper models, by name or by file. Piper is under the GPL and no part of rhapsode."""
