package org.jspecify.annotations;

import java.lang.annotation.ElementType;
import java.lang.annotation.Target;

/** Stands in for JSpecify's where Debian's packages are all there is; it is not in the jar. */
@Target(ElementType.TYPE_USE)
public @interface Nullable {}
