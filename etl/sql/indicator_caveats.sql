-- What each indicator does not say.
SELECT indicator_id, label_fr, unit_fr, caveat_fr FROM pub.indicator
WHERE caveat_fr IS NOT NULL ORDER BY indicator_id;
