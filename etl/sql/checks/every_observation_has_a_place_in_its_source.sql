SELECT territory_id, indicator_id, period FROM pub.observation WHERE trim(locator) = '';
