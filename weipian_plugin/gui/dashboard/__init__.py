"""The dashboard (看板): figures and charts of the work as it stands; every bar opens its patches."""
