"""What the tests share: installations, files to import, registers, a reader."""
