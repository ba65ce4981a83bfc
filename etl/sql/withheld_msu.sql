SELECT territory_id, period FROM pub.withheld_cell WHERE kind_id = 'msu' AND measure_id = 'total_msu';
