"""The page « Vue d’ensemble ».

ensemble  Page « Vue d’ensemble »: where the country stands, in five sentences and one curve
figures   The national counts of MSU over time, targets as separate marks
"""
