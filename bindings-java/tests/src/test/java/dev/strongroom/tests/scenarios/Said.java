package dev.strongroom.tests.scenarios;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonPrimitive;
import dev.strongroom.Attributes;
import dev.strongroom.Cka;
import dev.strongroom.Ckf;
import dev.strongroom.Ckk;
import dev.strongroom.Ckm;
import dev.strongroom.Cko;
import dev.strongroom.Hsm;
import dev.strongroom.HsmCertificate;
import dev.strongroom.HsmObject;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import dev.strongroom.Pin;
import dev.strongroom.Query;
import dev.strongroom.Sealed;
import dev.strongroom.Session;
import dev.strongroom.SigningKey;
import dev.strongroom.Slot;
import dev.strongroom.VerifyingKey;
import dev.strongroom.tests.Place;
import java.io.ByteArrayOutputStream;
import java.lang.reflect.Field;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** What a case says: values, templates, keys, mechanisms, queries; and what it calls by a name. */
class Said {
    /** The fields of mechanisms, with their sorts: {@code bytes}, {@code secret}, {@code key}, and what JSON has. */
    private static final Map<?, ?> SORTS = sorts();
    private static final List<Class<?>> CONSTANTS = List.of(Cka.class, Ckf.class, Ckk.class, Ckm.class, Cko.class,
            dev.strongroom.Ckc.class, dev.strongroom.Ckp.class, dev.strongroom.Ckd.class, dev.strongroom.Cku.class);

    /** A step that did not answer as it must, or that cannot be read. */
    static final class Wrong extends RuntimeException {
        Wrong(String why) {
            super(why);
        }
    }

    final String url;
    private final long slot;
    /** What steps have made, by the names that they gave it; the instance and its session are there from the beginning. */
    final Map<String, Object> names;

    Said(String url, JsonObject test) {
        this(url, test.has("slot") && !test.get("slot").isJsonNull() ? test.get("slot").getAsLong() : 0, new HashMap<>());
    }

    private Said(String url, long slot, Map<String, Object> names) {
        this.url = url;
        this.slot = slot;
        this.names = names;
    }

    /** The same case once more. */
    Said(Said same) {
        this(same.url, same.slot, same.names);
    }

    // Values.

    static String text(JsonObject of, String name, String otherwise) {
        return of.has(name) && !of.get(name).isJsonNull() ? of.get(name).getAsString() : otherwise;
    }

    byte[] bytes(JsonElement said) {
        if (said.isJsonPrimitive()) {
            String text = said.getAsString();
            if (!text.startsWith("$")) {
                return HexFormat.of().parseHex(text);
            }
            Object found = names.get(text.substring(1));
            return found instanceof Sealed sealed ? sealed.toBytes() : (byte[]) found;
        }
        JsonObject of = said.getAsJsonObject();
        if (of.has("text")) {
            return of.get("text").getAsString().getBytes(StandardCharsets.UTF_8);
        }
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        if (of.has("repeat")) {
            for (int left = of.get("times").getAsInt(); left > 0; left--) {
                out.writeBytes(bytes(of.get("repeat")));
            }
            return out.toByteArray();
        }
        if (of.has("join")) {
            of.getAsJsonArray("join").forEach(part -> out.writeBytes(bytes(part)));
            return out.toByteArray();
        }
        if (of.has("cut")) {
            return Arrays.copyOf(bytes(of.get("cut")), of.get("len").getAsInt());
        }
        if (of.has("flip")) {
            byte[] flipped = bytes(of.get("flip")).clone();
            int at = of.get("at").getAsInt();
            flipped[at < 0 ? flipped.length + at : at] ^= 1;
            return flipped;
        }
        throw new Wrong(said + " is no value");
    }

    static long constant(String name) {
        for (Class<?> family : CONSTANTS) {
            try {
                return (long) family.getField(name).get(null);
            } catch (ReflectiveOperationException another) {
                continue;
            }
        }
        throw new Wrong("there is no " + name);
    }

    Attributes with(Attributes attributes, String name, JsonElement said) {
        long kind = constant(name);
        if (said instanceof JsonPrimitive primitive && primitive.isBoolean()) {
            return attributes.with(kind, primitive.getAsBoolean());
        }
        if (said instanceof JsonPrimitive primitive && primitive.isNumber()) {
            return attributes.with(kind, primitive.getAsLong());
        }
        if (said instanceof JsonPrimitive primitive && primitive.getAsString().startsWith("CK")) {
            return attributes.with(kind, constant(primitive.getAsString()));
        }
        if (said instanceof JsonArray list) {
            return attributes.with(kind, numbers(list));
        }
        if (said instanceof JsonObject of && !of.keySet().isEmpty()
                && of.keySet().stream().allMatch(key -> key.startsWith("CKA_"))) {
            return attributes.with(kind, attributes(of));
        }
        return attributes.with(kind, bytes(said));
    }

    static long[] numbers(JsonArray list) {
        return list.asList().stream().mapToLong(name -> constant(name.getAsString())).toArray();
    }

    Attributes attributes(JsonObject said) {
        Attributes attributes = new Attributes();
        for (Map.Entry<String, JsonElement> each : said.entrySet()) {
            attributes = with(attributes, each.getKey(), each.getValue());
        }
        return attributes;
    }

    Mechanism mechanism(JsonObject step) {
        JsonElement said = step.get("mechanism");
        if (said.isJsonPrimitive()) {
            return Mechanism.of(said.getAsString(), Map.of());
        }
        Map<String, Object> fields = new LinkedHashMap<>();
        for (Map.Entry<String, JsonElement> each : said.getAsJsonObject().entrySet()) {
            JsonElement value = each.getValue();
            if (each.getKey().equals("name") || value.isJsonNull()) {
                continue;
            }
            fields.put(each.getKey(), switch (String.valueOf(SORTS.get(each.getKey()))) {
                case "bytes", "secret" -> bytes(value);
                case "key" -> names.get(value.getAsString());
                default -> plain(value.getAsJsonPrimitive());
            });
        }
        return Mechanism.of(said.getAsJsonObject().get("name").getAsString(), fields);
    }

    static Map<?, ?> sorts() {
        try {
            Field table = Class.forName("dev.strongroom.Names").getDeclaredField("FIELDS");
            table.setAccessible(true);
            return (Map<?, ?>) table.get(null);
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException(error);
        }
    }

    static Object plain(JsonPrimitive value) {
        return value.isBoolean() ? value.getAsBoolean() : value.isNumber() ? value.getAsLong() : value.getAsString();
    }

    <S extends KeySpec<S>> S said(S spec, JsonObject said) {
        for (Map.Entry<String, JsonElement> each : said.entrySet()) {
            JsonElement value = each.getValue();
            if (value.isJsonNull()) {
                continue;
            }
            spec = switch (each.getKey()) {
                case "kind" -> spec;
                case "label" -> spec.label(value.getAsString());
                case "id" -> spec.id(bytes(value));
                case "persist" -> spec.persist(value.getAsBoolean());
                case "sensitive" -> spec.sensitive(value.getAsBoolean());
                case "extractable" -> spec.extractable(value.getAsBoolean());
                case "always_authenticate" -> spec.alwaysAuthenticate(value.getAsBoolean());
                case "usages" -> spec.usages(
                        value.getAsJsonArray().asList().stream().map(JsonElement::getAsString).toArray(String[]::new));
                case "attributes" -> spec.attributes(attributes(value.getAsJsonObject()));
                default -> throw new Wrong("a spec has no " + each.getKey());
            };
        }
        return spec;
    }

    KeySpec<?> spec(JsonObject step) {
        JsonObject said = step.getAsJsonObject("spec");
        KeySpec<?> named = KeySpec.named(said.get("kind").getAsString());
        return named instanceof KeySpec.Secret secret ? said(secret, said) : said((KeySpec.Pair) named, said);
    }

    /** For what makes secret keys: a kind that is none gets its failure from the core. */
    KeySpec.Secret secretSpec(JsonObject step) {
        JsonObject said = step.getAsJsonObject("spec");
        return said(KeySpec.secret(said.get("kind").getAsString()), said);
    }

    static Class<? extends HsmObject> classOf(JsonObject query) {
        return switch (text(query, "class", "")) {
            case "" -> HsmObject.class;
            case "secret" -> HsmSecretKey.class;
            case "private" -> HsmPrivateKey.class;
            case "public" -> HsmPublicKey.class;
            case "certificate" -> HsmCertificate.class;
            default -> throw new Wrong(query + " is no query");
        };
    }

    Query query(JsonObject said) {
        if (!Set.of("class", "label", "id", "attributes").containsAll(said.keySet())) {
            throw new Wrong(said + " is no query");
        }
        Query query = new Query();
        if (said.has("label")) {
            query = query.label(said.get("label").getAsString());
        }
        if (said.has("id")) {
            query = query.id(bytes(said.get("id")));
        }
        return said.has("attributes") ? query.and(attributes(said.getAsJsonObject("attributes"))) : query;
    }

    // Names.

    void keep(JsonObject step, Object made) {
        if (step.has("as")) {
            names.put(step.get("as").getAsString(), made);
        }
    }

    void keepKeys(JsonObject step, List<HsmObject> made) {
        keep(step, made.get(0));
        if (made.size() == 2) {
            names.put(step.get("as").getAsString() + ".public", made.get(1));
        }
    }

    Session session(JsonObject step) {
        return (Session) names.get(text(step, "session", "session"));
    }

    Hsm hsm(JsonObject step) {
        return (Hsm) names.get(text(step, "hsm", "hsm"));
    }

    Slot slot(JsonObject step) {
        return hsm(step).slot(step.has("slot") ? step.get("slot").getAsLong() : slot);
    }

    HsmObject object(JsonObject step) {
        return (HsmObject) names.get(step.get("object").getAsString());
    }

    SigningKey signing(JsonObject step) {
        return (SigningKey) names.get(step.get("key").getAsString());
    }

    VerifyingKey verifying(JsonObject step) {
        return (VerifyingKey) names.get(step.get("key").getAsString());
    }

    Session login(Slot slot, String user, String pin) {
        return switch (user) {
            case "nobody" -> slot.openSession();
            case "so" -> slot.openOfficerSession(Pin.of(pin == null ? Place.SO_PIN : pin));
            default -> slot.openSession(Pin.of(pin == null ? Place.PIN : pin));
        };
    }

    /** Keeps bytes, and shows them to who checks them. */
    Object bytesKept(JsonObject step, byte[] made) {
        keep(step, made);
        return made;
    }

    Object sealedKept(JsonObject step, Sealed sealed) {
        if (step.has("as")) {
            String name = step.get("as").getAsString();
            names.put(name, sealed);
            names.put(name + ".iv", sealed.iv());
            names.put(name + ".ciphertext", sealed.ciphertext());
            names.put(name + ".tag", sealed.tag());
        }
        return sealed.toBytes();
    }
}
