/**
 * Keys in a hardware security module in software: an embedded Strongroom, one at a service, or any other vendor's PKCS
 * #11 module. {@link dev.strongroom.Hsm} is where it begins; {@code dev.strongroom.jca} has the provider for Java's own
 * interfaces. Every object may be used by any thread at any time. Parameters and results are never null unless they say
 * {@link org.jspecify.annotations.Nullable}; failures are {@link dev.strongroom.HsmException}s.
 */
@NullMarked
package dev.strongroom;

import org.jspecify.annotations.NullMarked;
