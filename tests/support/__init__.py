"""What the tests share: installations, files, registers, a reader, the record of behaviour."""
