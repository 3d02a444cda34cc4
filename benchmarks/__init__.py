"""`make bench`: a synthetic county, this project and its peers on the same job, agreement, and the report."""
