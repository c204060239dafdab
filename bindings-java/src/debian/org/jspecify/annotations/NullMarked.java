package org.jspecify.annotations;

/** Stands in for JSpecify's where Debian's packages are all there is; it is not in the jar. */
public @interface NullMarked {}
