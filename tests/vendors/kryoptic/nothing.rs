//! Nothing: the module is a dependency.
