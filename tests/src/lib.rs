//! Black-box suites over everything.
