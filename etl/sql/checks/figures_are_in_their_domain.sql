-- A count is whole and never negative, a part is between 0 and 100: a figure that is not is a slip
-- of the hand or of the unit. Estimates and imports have bounds of their own.
SELECT territory_id, indicator_id, period, source_id, value, least, most, is_whole
FROM pub.observation JOIN pub.indicator USING (indicator_id)
WHERE status = 'observed'
    AND (value < least OR value > most OR (is_whole AND value <> round(value)));
