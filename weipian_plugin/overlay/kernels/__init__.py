"""The geometry kernels: arrays in, arrays out, in numpy and compiled; no files, no attributes."""
