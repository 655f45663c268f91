"""From files to a dataset: read gives raw records, structure gives typed ones. Is given its readers."""
