-- Within 256 MB for the whole process, on two cores. Without a folder to spill into, no line of the
-- file is ever written anywhere.
SET memory_limit = '64MB';
SET threads = 2;
SET temp_directory = '';
SET preserve_insertion_order = false;
