package dev.strongroom;

import java.nio.charset.StandardCharsets;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Attributes of an object with their values ({@link Cka}). It does not change; {@code with} gives another one. */
public final class Attributes {
    private final Map<Long, Object> values;

    /** None. */
    public Attributes() {
        this(Map.of());
    }

    private Attributes(Map<Long, Object> values) {
        this.values = values;
    }

    Attributes and(long kind, Object value) {
        Map<Long, Object> more = new LinkedHashMap<>(values);
        more.put(kind, value);
        return new Attributes(more);
    }

    Map<Long, Object> map() {
        return values;
    }

    /**
     * These, and a truth value.
     *
     * @param kind {@code CKA_…}
     * @param value its value
     * @return all of them
     */
    public Attributes with(long kind, boolean value) {
        return and(kind, value);
    }

    /**
     * These, and a number.
     *
     * @param kind {@code CKA_…}
     * @param value its value
     * @return all of them
     */
    public Attributes with(long kind, long value) {
        return and(kind, value);
    }

    /**
     * These, and a text.
     *
     * @param kind {@code CKA_…}
     * @param value its value
     * @return all of them
     */
    public Attributes with(long kind, String value) {
        return and(kind, value.getBytes(StandardCharsets.UTF_8));
    }

    /**
     * These, and bytes, of which there is a copy until Java frees it. A key's value is better given to {@link
     * Session#importKey(byte[], KeySpec.Secret)}, which makes none.
     *
     * @param kind {@code CKA_…}
     * @param value its value
     * @return all of them
     */
    public Attributes with(long kind, byte[] value) {
        return and(kind, value.clone());
    }

    /**
     * These, and a list of mechanisms.
     *
     * @param kind {@code CKA_ALLOWED_MECHANISMS}
     * @param value {@code CKM_…}
     * @return all of them
     */
    public Attributes with(long kind, long[] value) {
        return and(kind, value.clone());
    }

    /**
     * These, and a template.
     *
     * @param kind {@code CKA_WRAP_TEMPLATE}, say
     * @param value its value
     * @return all of them
     */
    public Attributes with(long kind, Attributes value) {
        return and(kind, value);
    }

    /**
     * Which there are.
     *
     * @return {@code CKA_…}
     */
    public Set<Long> kinds() {
        return Collections.unmodifiableSet(values.keySet());
    }

    /**
     * A value as it is: a {@code Boolean}, a {@code Long}, {@code byte[]}, {@code long[]}, or {@code Attributes}.
     *
     * @param kind {@code CKA_…}
     * @return its value, or null where it is not among these
     */
    public @Nullable Object get(long kind) {
        Object value = values.get(kind);
        return value instanceof byte[] bytes ? bytes.clone() : value instanceof long[] list ? list.clone() : value;
    }

    /**
     * Bytes.
     *
     * @param kind {@code CKA_…}
     * @return its value; none where it is not among these
     */
    public byte[] bytes(long kind) {
        return get(kind) instanceof byte[] bytes ? bytes : new byte[0];
    }

    /**
     * A text.
     *
     * @param kind {@code CKA_…}
     * @return its value; empty where it is not among these
     */
    public String text(long kind) {
        return new String(bytes(kind), StandardCharsets.UTF_8);
    }

    /**
     * A number.
     *
     * @param kind {@code CKA_…}
     * @return its value; -1 where it is not among these
     */
    public long number(long kind) {
        return values.get(kind) instanceof Long number ? number : -1;
    }

    /**
     * A truth value.
     *
     * @param kind {@code CKA_…}
     * @return its value; false where it is not among these
     */
    public boolean flag(long kind) {
        return Boolean.TRUE.equals(values.get(kind));
    }

    /** Names the kinds and shows no value. */
    @Override
    public String toString() {
        return "Attributes" + values.keySet().stream().map(Long::toHexString).toList();
    }
}
