/**
 * The provider {@code Strongroom} for Java's own cryptographic interfaces: keys stay in their token, and programs that
 * know nothing of it use them. {@link dev.strongroom.jca.HsmProvider} is where it begins.
 */
@NullMarked
package dev.strongroom.jca;

import org.jspecify.annotations.NullMarked;
