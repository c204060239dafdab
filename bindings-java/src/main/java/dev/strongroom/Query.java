package dev.strongroom;

/** Which objects are meant: those that have all that is said. An empty one means all. It does not change. */
public final class Query {
    private final Attributes attributes;

    /** Everything. */
    public Query() {
        this(new Attributes());
    }

    private Query(Attributes attributes) {
        this.attributes = attributes;
    }

    /**
     * What has these attributes.
     *
     * @param attributes a template
     * @return the query
     */
    public static Query of(Attributes attributes) {
        return new Query(attributes);
    }

    /**
     * What is called so as well: {@code CKA_LABEL}.
     *
     * @param label the name
     * @return the query
     */
    public Query label(String label) {
        return new Query(attributes.with(Cka.CKA_LABEL, label));
    }

    /**
     * What has this identifier as well: {@code CKA_ID}.
     *
     * @param id the identifier
     * @return the query
     */
    public Query id(byte[] id) {
        return new Query(attributes.with(Cka.CKA_ID, id));
    }

    /**
     * What stays in the token, or what goes with its session: {@code CKA_TOKEN}.
     *
     * @param persistent which of them
     * @return the query
     */
    public Query persistent(boolean persistent) {
        return new Query(attributes.with(Cka.CKA_TOKEN, persistent));
    }

    /**
     * What has all of these as well.
     *
     * @param more further attributes
     * @return the query
     */
    public Query and(Attributes more) {
        Attributes all = attributes;
        for (var one : more.map().entrySet()) {
            all = all.and(one.getKey(), one.getValue());
        }
        return new Query(all);
    }

    byte[] packed(Class<? extends HsmObject> kind) {
        Attributes wanted = attributes;
        Long objectClass = HsmObject.CLASSES.get(kind);
        if (objectClass != null && wanted.get(Cka.CKA_CLASS) == null) {
            wanted = wanted.with(Cka.CKA_CLASS, objectClass);
        }
        return new Packed.Writer().template(wanted).done();
    }
}
