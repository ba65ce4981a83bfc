-- Words of the lines, in their own order: a word, or the beginning of one, is then a few rows.
INSERT INTO pub.register_word
WITH cut AS (
    SELECT line_rank, string_split(search_text, '/') AS sides FROM lines_to_index
), words AS (
    SELECT unnest(string_split(trim(sides[1]), ' ')) AS word, line_rank, true AS in_title FROM cut
    UNION ALL
    SELECT unnest(string_split(trim(sides[2]), ' ')), line_rank, false FROM cut
)
SELECT word, line_rank, in_title FROM words WHERE word <> '' ORDER BY word, line_rank;
