package dev.strongroom.tests;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import com.google.gson.JsonParser;
import com.google.gson.JsonPrimitive;
import dev.strongroom.Attributes;
import dev.strongroom.Cka;
import dev.strongroom.Ckf;
import dev.strongroom.Ckk;
import dev.strongroom.Ckm;
import dev.strongroom.Cko;
import dev.strongroom.Digester;
import dev.strongroom.Encapsulated;
import dev.strongroom.Hsm;
import dev.strongroom.HsmCertificate;
import dev.strongroom.HsmException;
import dev.strongroom.HsmKey;
import dev.strongroom.HsmObject;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.Intake;
import dev.strongroom.KeySpec;
import dev.strongroom.Mechanism;
import dev.strongroom.Messages;
import dev.strongroom.Operation;
import dev.strongroom.Pin;
import dev.strongroom.Query;
import dev.strongroom.Sealed;
import dev.strongroom.Session;
import dev.strongroom.SignatureVerifier;
import dev.strongroom.Signer;
import dev.strongroom.SigningKey;
import dev.strongroom.Slot;
import dev.strongroom.Transformation;
import dev.strongroom.Verifier;
import dev.strongroom.VerifyingKey;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.lang.reflect.Field;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Runs the cases of {@code tests/vectors} ({@code tests/scenarios.md}) on an instance, and prints a line for each. */
final class Scenarios {
    /** The fields of mechanisms, with their sorts: {@code bytes}, {@code secret}, {@code key}, and what JSON has. */
    private static final Map<?, ?> SORTS = sorts();
    private static final List<Class<?>> CONSTANTS = List.of(Cka.class, Ckf.class, Ckk.class, Ckm.class, Cko.class,
            dev.strongroom.Ckc.class, dev.strongroom.Ckp.class, dev.strongroom.Ckd.class, dev.strongroom.Cku.class);

    /** The fields that each operation has, beside {@code op}, {@code as} and {@code expect}. */
    private static final Map<String, Set<String>> FIELDS = fields("""
            open:
            login: user pin slot hsm
            close: session hsm
            token: label hsm
            token_flags: flags slot hsm
            set_pin: old new session
            init_pin: so_pin new slot hsm
            init_token: so_pin label slot hsm
            generate: spec mechanism session
            import: spec value file session
            create: attributes session
            import_certificate: file label id persist session
            find: query session
            find_one: query session
            get: object attribute
            check: object attributes
            set: object attributes
            copy: object attributes
            destroy: object
            kind: object
            public_key: object
            public: object
            private: object
            certificate: object
            chain: object
            sign: key mechanism data parts
            verify: key mechanism data signature parts
            encrypt: key mechanism data parts
            decrypt: key mechanism data parts
            seal: key data aad
            unseal: key sealed aad
            wrap: key mechanism target
            unwrap: key mechanism wrapped spec
            derive: key mechanism spec
            derive_all: key mechanism spec
            derive_data: key mechanism len
            encapsulate: key mechanism spec
            decapsulate: key mechanism ciphertext spec
            digest: mechanism data parts session
            random: len session
            begin: stream key mechanism session
            update: of data
            finish: of signature
            abandon: of
            messages: messages key mechanism
            message: of iv data tag aad signature
            end_messages: of
            wrap_authenticated: key mechanism target aad
            unwrap_authenticated: key mechanism iv data tag aad spec
            verify_signature: key mechanism data signature parts
            """);

    private static Map<String, Set<String>> fields(String text) {
        return text.lines().collect(Collectors.toMap(
                line -> line.substring(0, line.indexOf(':')),
                line -> Set.of(line.substring(line.indexOf(':') + 1).strip().split(" "))));
    }

    /** A step that did not answer as it must, or that cannot be read. */
    private static final class Wrong extends RuntimeException {
        Wrong(String why) {
            super(why);
        }
    }

    private final String url;
    private final JsonObject test;
    private final Map<String, Object> names = new HashMap<>();

    private Scenarios(String url, JsonObject test) {
        this.url = url;
        this.test = test;
    }

    /** Runs all of them: how many were ok, failed, and skipped. */
    static Map<String, Integer> run(String url, Path directory) throws IOException {
        Map<String, Integer> counts = new LinkedHashMap<>(Map.of("ok", 0));
        counts.put("failed", 0);
        counts.put("skipped", 0);
        List<Path> files;
        try (Stream<Path> list = Files.walk(directory)) {
            files = list.filter(file -> file.toString().endsWith(".json")).sorted().toList();
        }
        for (Path file : files) {
            String suite = file.getFileName().toString().replace(".json", "");
            JsonObject whole = JsonParser.parseString(Files.readString(file)).getAsJsonObject();
            for (JsonElement each : whole.getAsJsonArray("cases")) {
                JsonObject test = each.getAsJsonObject();
                String ending = new Scenarios(url, test).ending();
                counts.merge(ending.split(" ")[0], 1, Integer::sum);
                System.out.println("case " + suite + "/" + test.get("id").getAsString() + " " + ending);
            }
        }
        int all = counts.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println("cases " + all + counts.entrySet().stream()
                .map(e -> " " + e.getKey() + " " + e.getValue()).collect(Collectors.joining()));
        return counts;
    }

    private String ending() {
        Hsm hsm = Hsm.open(url);
        names.put("hsm", hsm);
        try {
            Slot slot = hsm.slot(slotNumber());
            Set<String> has = slot.mechanisms().stream().map(m -> m.name()).collect(Collectors.toSet());
            for (JsonElement need : array(test, "needs")) {
                if (!has.contains(need.getAsString())) {
                    return "skipped needs " + need.getAsString();
                }
            }
            String who = text(test, "login", "user");
            if (!who.equals("none")) {
                names.put("session", login(slot, who, null));
            }
            int number = 0;
            for (JsonElement each : test.getAsJsonArray("steps")) {
                number++;
                JsonObject step = each.getAsJsonObject().deepCopy();
                new HashSet<>(step.keySet()).stream().filter(k -> step.get(k).isJsonNull()).forEach(step::remove);
                try {
                    step(step);
                } catch (Exception error) {
                    return "failed step " + number + " (" + text(step, "op", "") + "): " + error;
                }
            }
            return "ok";
        } finally {
            names.values().stream().filter(Hsm.class::isInstance).forEach(each -> ((Hsm) each).close());
        }
    }

    // Values.

    private static JsonArray array(JsonObject of, String name) {
        return of.has(name) && of.get(name).isJsonArray() ? of.getAsJsonArray(name) : new JsonArray();
    }

    private static String text(JsonObject of, String name, String otherwise) {
        return of.has(name) && !of.get(name).isJsonNull() ? of.get(name).getAsString() : otherwise;
    }

    private long slotNumber() {
        return test.has("slot") && !test.get("slot").isJsonNull() ? test.get("slot").getAsLong() : 0;
    }

    private byte[] bytes(JsonElement said) {
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

    private static long constant(String name) {
        for (Class<?> family : CONSTANTS) {
            try {
                return (long) family.getField(name).get(null);
            } catch (ReflectiveOperationException another) {
                continue;
            }
        }
        throw new Wrong("there is no " + name);
    }

    private Attributes with(Attributes attributes, String name, JsonElement said) {
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

    private static long[] numbers(JsonArray list) {
        return list.asList().stream().mapToLong(name -> constant(name.getAsString())).toArray();
    }

    private Attributes attributes(JsonObject said) {
        Attributes attributes = new Attributes();
        for (Map.Entry<String, JsonElement> each : said.entrySet()) {
            attributes = with(attributes, each.getKey(), each.getValue());
        }
        return attributes;
    }

    private Mechanism mechanism(JsonObject step) {
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

    private static Map<?, ?> sorts() {
        try {
            Field table = Class.forName("dev.strongroom.Names").getDeclaredField("FIELDS");
            table.setAccessible(true);
            return (Map<?, ?>) table.get(null);
        } catch (ReflectiveOperationException error) {
            throw new IllegalStateException(error);
        }
    }

    private static Object plain(JsonPrimitive value) {
        return value.isBoolean() ? value.getAsBoolean() : value.isNumber() ? value.getAsLong() : value.getAsString();
    }

    private <S extends KeySpec<S>> S said(S spec, JsonObject said) {
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

    private KeySpec<?> spec(JsonObject step) {
        JsonObject said = step.getAsJsonObject("spec");
        KeySpec<?> named = KeySpec.named(said.get("kind").getAsString());
        return named instanceof KeySpec.Secret secret ? said(secret, said) : said((KeySpec.Pair) named, said);
    }

    /** For what makes secret keys: a kind that is none gets its failure from the core. */
    private KeySpec.Secret secretSpec(JsonObject step) {
        JsonObject said = step.getAsJsonObject("spec");
        return said(KeySpec.secret(said.get("kind").getAsString()), said);
    }

    private static Class<? extends HsmObject> classOf(JsonObject query) {
        return switch (text(query, "class", "")) {
            case "" -> HsmObject.class;
            case "secret" -> HsmSecretKey.class;
            case "private" -> HsmPrivateKey.class;
            case "public" -> HsmPublicKey.class;
            case "certificate" -> HsmCertificate.class;
            default -> throw new Wrong(query + " is no query");
        };
    }

    private Query query(JsonObject said) {
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

    private void keep(JsonObject step, Object made) {
        if (step.has("as")) {
            names.put(step.get("as").getAsString(), made);
        }
    }

    private void keepKeys(JsonObject step, List<HsmObject> made) {
        keep(step, made.get(0));
        if (made.size() == 2) {
            names.put(step.get("as").getAsString() + ".public", made.get(1));
        }
    }

    private Session session(JsonObject step) {
        return (Session) names.get(text(step, "session", "session"));
    }

    private Hsm hsm(JsonObject step) {
        return (Hsm) names.get(text(step, "hsm", "hsm"));
    }

    private Slot slot(JsonObject step) {
        return hsm(step).slot(step.has("slot") ? step.get("slot").getAsLong() : slotNumber());
    }

    private HsmObject object(JsonObject step) {
        return (HsmObject) names.get(step.get("object").getAsString());
    }

    private SigningKey signing(JsonObject step) {
        return (SigningKey) names.get(step.get("key").getAsString());
    }

    private VerifyingKey verifying(JsonObject step) {
        return (VerifyingKey) names.get(step.get("key").getAsString());
    }

    private Session login(Slot slot, String user, String pin) {
        return switch (user) {
            case "nobody" -> slot.openSession();
            case "so" -> slot.openOfficerSession(Pin.of(pin == null ? Place.SO_PIN : pin));
            default -> slot.openSession(Pin.of(pin == null ? Place.PIN : pin));
        };
    }

    // Steps.

    private void step(JsonObject step) throws Exception {
        String op = step.get("op").getAsString();
        Set<String> has = FIELDS.get(op);
        if (has == null) {
            throw new Wrong("there is no " + op);
        }
        for (String field : step.keySet()) {
            if (!has.contains(field) && !Set.of("op", "as", "expect").contains(field)) {
                throw new Wrong(op + " has no " + field);
            }
        }
        JsonElement expect = step.get("expect");
        boolean everywhere = step.has("parts") && step.get("parts").isJsonPrimitive();
        int cuts = everywhere ? bytes(step.get("data")).length + 1 : 1;
        for (int cut = 0; cut < cuts; cut++) {
            if (everywhere) {
                JsonArray parts = new JsonArray();
                parts.add(cut);
                step.add("parts", parts);
            }
            Object made;
            try {
                made = perform(op, step);
            } catch (HsmException error) {
                failed(error, expect);
                continue;
            }
            came(made, expect, op);
        }
    }

    private static void failed(HsmException error, JsonElement expect) {
        String wanted = expect != null && expect.isJsonObject() ? text(expect.getAsJsonObject(), "error", null) : null;
        if (wanted == null) {
            throw error;
        }
        if (!error.ckrName().equals(wanted) || !text(expect.getAsJsonObject(), "kind", error.kind()).equals(error.kind())) {
            throw new Wrong("expected " + expect + ", got " + error.ckrName() + " (" + error.kind() + ")");
        }
    }

    private void came(Object made, JsonElement expect, String op) {
        if (made instanceof Boolean && Set.of("verify", "finish", "verify_signature", "message").contains(op)) {
            expect = expect == null ? new JsonPrimitive(true) : expect;
            if (expect.isJsonObject() && text(expect.getAsJsonObject(), "error", "").startsWith("CKR_SIGNATURE_")
                    && made.equals(false)) {
                // That a signature is not good is said with false here.
                return;
            }
        }
        if (expect == null || op.equals("chain") || op.equals("check") || op.equals("token_flags")) {
            return;
        }
        if (!good(made, expect)) {
            String shown = made instanceof byte[] bytes ? HexFormat.of().formatHex(bytes) : String.valueOf(made);
            throw new Wrong("expected " + expect + ", got " + shown);
        }
    }

    private boolean good(Object made, JsonElement expect) {
        if (expect.isJsonPrimitive()) {
            JsonPrimitive plain = expect.getAsJsonPrimitive();
            if (plain.isBoolean()) {
                return made.equals(plain.getAsBoolean());
            }
            if (plain.isNumber()) {
                return made instanceof Number number && number.longValue() == plain.getAsLong();
            }
            if (plain.getAsString().startsWith("CK")) {
                return made.equals(constant(plain.getAsString()));
            }
            return made instanceof byte[] bytes && Arrays.equals(bytes, bytes(expect));
        }
        if (expect.isJsonArray()) {
            return made instanceof long[] list && Arrays.equals(list, numbers(expect.getAsJsonArray()));
        }
        JsonObject of = expect.getAsJsonObject();
        if (of.has("error")) {
            return false;
        }
        if (of.has("len")) {
            JsonElement len = of.get("len");
            int least = len.isJsonArray() ? len.getAsJsonArray().get(0).getAsInt() : len.getAsInt();
            int most = len.isJsonArray() ? len.getAsJsonArray().get(1).getAsInt() : least;
            int length = ((byte[]) made).length;
            return least <= length && length <= most;
        }
        if (of.has("not")) {
            return !Arrays.equals((byte[]) made, bytes(of.get("not")));
        }
        if (of.has("value")) {
            return of.get("value").getAsString().equals(made);
        }
        if (of.has("count")) {
            return (made == null ? 0 : ((Number) made).longValue()) == of.get("count").getAsLong();
        }
        return made instanceof byte[] bytes && Arrays.equals(bytes, bytes(expect));
    }

    private Object bytesKept(JsonObject step, byte[] made) {
        keep(step, made);
        return made;
    }

    private Object perform(String op, JsonObject step) throws Exception {
        switch (op) {
            case "open":
                keep(step, Hsm.open(url));
                return null;
            case "login":
                keep(step, login(slot(step), step.get("user").getAsString(), text(step, "pin", null)));
                return null;
            case "close":
                if (step.has("session")) {
                    session(step).close();
                } else {
                    hsm(step).close();
                }
                return null;
            case "token":
                return hsm(step).token(step.get("label").getAsString()).id();
            case "token_flags":
                long flags = slot(step).token().flags();
                step.getAsJsonObject("flags").entrySet().forEach(flag -> {
                    if (((flags & constant(flag.getKey())) != 0) != flag.getValue().getAsBoolean()) {
                        throw new Wrong(flag.getKey() + " is not " + flag.getValue());
                    }
                });
                return null;
            case "set_pin":
                session(step).setPin(Pin.of(step.get("old").getAsString()), Pin.of(step.get("new").getAsString()));
                return null;
            case "init_pin":
                slot(step).initPin(Pin.of(step.get("so_pin").getAsString()), Pin.of(step.get("new").getAsString()));
                return null;
            case "init_token":
                slot(step).initToken(Pin.of(step.get("so_pin").getAsString()), step.get("label").getAsString());
                return null;
            case "generate":
                if (step.has("mechanism")) {
                    keep(step, session(step).generate(mechanism(step), secretSpec(step)));
                } else {
                    keepKeys(step, session(step).generate(spec(step)));
                }
                return null;
            case "import":
                JsonObject said = step.getAsJsonObject("spec");
                if (said.has("kind") && !said.get("kind").isJsonNull()) {
                    keep(step, session(step).importKey(bytes(step.get("value")), secretSpec(step)));
                } else {
                    keepKeys(step, session(step).importKey(bytes(step.get("file")), said(KeySpec.ofFile(), said)));
                }
                return null;
            case "create":
                keep(step, session(step).create(attributes(step.getAsJsonObject("attributes"))));
                return null;
            case "import_certificate":
                keep(step, session(step).importCertificate(bytes(step.get("file")), text(step, "label", null),
                        step.has("id") ? bytes(step.get("id")) : null,
                        step.has("persist") && step.get("persist").getAsBoolean()));
                return null;
            case "find":
                JsonObject query = step.getAsJsonObject("query");
                try (Stream<? extends HsmObject> found = session(step).find(classOf(query), query(query))) {
                    return found.count();
                }
            case "find_one":
                JsonObject one = step.getAsJsonObject("query");
                keep(step, session(step).findOne(classOf(one), query(one)));
                return null;
            case "get":
                Object value = object(step).get(constant(step.get("attribute").getAsString()));
                keep(step, value);
                return value;
            case "check":
                for (Map.Entry<String, JsonElement> each : step.getAsJsonObject("attributes").entrySet()) {
                    Object made;
                    try {
                        made = object(step).get(constant(each.getKey()));
                    } catch (HsmException error) {
                        failed(error, each.getValue());
                        continue;
                    }
                    came(made, each.getValue(), "get");
                }
                return null;
            case "set":
                object(step).set(attributes(step.getAsJsonObject("attributes")));
                return null;
            case "copy":
                keep(step, object(step).copy(attributes(step.getAsJsonObject("attributes"))));
                return null;
            case "destroy":
                object(step).destroy();
                return null;
            case "kind":
                return object(step).kind().orElse(null);
            case "public_key":
                HsmObject object = object(step);
                return bytesKept(step, object instanceof HsmPrivateKey key ? key.publicKey("der")
                        : object instanceof HsmPublicKey key ? key.publicKey("der")
                        : ((HsmCertificate) object).publicKey("der"));
            case "public":
                return half(step, ((HsmPrivateKey) object(step)).publicKey());
            case "private":
                return half(step, ((HsmPublicKey) object(step)).privateKey());
            case "certificate":
                return half(step, ((HsmPrivateKey) object(step)).certificate());
            case "chain":
                List<HsmCertificate> chain = ((HsmPrivateKey) object(step)).chain();
                JsonArray wanted = step.getAsJsonArray("expect");
                if (chain.size() != wanted.size()) {
                    throw new Wrong("the chain has " + chain.size());
                }
                for (int at = 0; at < chain.size(); at++) {
                    HsmCertificate named = (HsmCertificate) names.get(wanted.get(at).getAsString());
                    if (!Arrays.equals(chain.get(at).der(), named.der())) {
                        throw new Wrong("the chain is not " + wanted);
                    }
                }
                return null;
            default:
                return use(op, step);
        }
    }

    private Object half(JsonObject step, Optional<? extends HsmObject> found) {
        if (found.isEmpty() && !step.has("expect")) {
            throw new Wrong("there is none");
        }
        found.ifPresent(object -> keep(step, object));
        return found.isPresent() ? 1 : null;
    }

    /** What keys do. */
    private Object use(String op, JsonObject step) {
        switch (op) {
            case "sign":
                if (step.has("parts")) {
                    return bytesKept(step, through(signing(step).signer(mechanism(step)), step));
                }
                byte[] toSign = bytes(step.get("data"));
                return bytesKept(step, signing(step).sign(mechanism(step), toSign));
            case "verify":
                byte[] signature = bytes(step.get("signature"));
                if (step.has("parts")) {
                    try (Verifier verifier = verifying(step).verifier(mechanism(step))) {
                        parts(step).forEach(verifier::update);
                        return verifier.finish(signature);
                    }
                }
                return verifying(step).verify(mechanism(step), bytes(step.get("data")), signature);
            case "verify_signature":
                byte[] first = bytes(step.get("signature"));
                try (SignatureVerifier verifier = verifying(step).verifier(mechanism(step), first)) {
                    (step.has("parts") ? parts(step) : List.of(bytes(step.get("data")))).forEach(verifier::update);
                    return verifier.finish();
                }
            case "encrypt":
                if (step.has("parts")) {
                    return bytesKept(step, through(verifying(step).encryptor(mechanism(step)), step));
                }
                return bytesKept(step, verifying(step).encrypt(mechanism(step), bytes(step.get("data"))));
            case "decrypt":
                if (step.has("parts")) {
                    return bytesKept(step, through(signing(step).decryptor(mechanism(step)), step));
                }
                return bytesKept(step, signing(step).decrypt(mechanism(step), bytes(step.get("data"))));
            case "seal":
                return sealedKept(step, ((HsmSecretKey) signing(step)).seal(bytes(step.get("data")), bytes(step.get("aad"))));
            case "unseal":
                Sealed given = Sealed.ofBytes(bytes(step.get("sealed")));
                return bytesKept(step, ((HsmSecretKey) signing(step)).unseal(given, bytes(step.get("aad"))));
            case "wrap":
                HsmKey target = (HsmKey) names.get(step.get("target").getAsString());
                return bytesKept(step, verifying(step).wrap(target, mechanism(step)));
            case "unwrap":
                byte[] wrapped = bytes(step.get("wrapped"));
                KeySpec<?> spec = spec(step);
                Mechanism how = mechanism(step);
                keep(step, spec instanceof KeySpec.Pair pair
                        ? signing(step).unwrap(wrapped, how, pair)
                        : signing(step).unwrap(wrapped, how, (KeySpec.Secret) spec));
                return null;
            case "derive":
                keep(step, signing(step).derive(mechanism(step), secretSpec(step)));
                return null;
            case "derive_all":
                List<HsmObject> all = ((HsmKey) names.get(step.get("key").getAsString())).deriveAll(mechanism(step), spec(step));
                JsonArray called = step.getAsJsonArray("as");
                if (all.size() != called.size()) {
                    throw new Wrong(all.size() + " were derived");
                }
                for (int at = 0; at < all.size(); at++) {
                    names.put(called.get(at).getAsString(), all.get(at));
                }
                return null;
            case "derive_data":
                return bytesKept(step, ((HsmKey) names.get(step.get("key").getAsString()))
                        .deriveData(mechanism(step), step.get("len").getAsInt()));
            case "encapsulate":
                Encapsulated made = ((HsmPublicKey) verifying(step)).encapsulate(mechanism(step), secretSpec(step));
                keep(step, made.key());
                names.put(step.get("as").getAsString() + ".ciphertext", made.ciphertext());
                return made.ciphertext();
            case "decapsulate":
                keep(step, ((HsmPrivateKey) signing(step))
                        .decapsulate(mechanism(step), bytes(step.get("ciphertext")), secretSpec(step)));
                return null;
            case "digest":
                if (step.has("parts")) {
                    return bytesKept(step, through(digester(step), step));
                }
                return bytesKept(step, session(step).digest(mechanism(step), bytes(step.get("data"))));
            case "random":
                return bytesKept(step, session(step).random(step.get("len").getAsInt()));
            default:
                return op.contains("message") || op.contains("authenticated") ? messages(op, step) : stream(op, step);
        }
    }

    private Object sealedKept(JsonObject step, Sealed sealed) {
        if (step.has("as")) {
            String name = step.get("as").getAsString();
            names.put(name, sealed);
            names.put(name + ".iv", sealed.iv());
            names.put(name + ".ciphertext", sealed.ciphertext());
            names.put(name + ".tag", sealed.tag());
        }
        return sealed.toBytes();
    }

    private Sealed sealed(JsonObject step) {
        return new Sealed(bytes(step.get("iv")), bytes(step.get("data")), bytes(step.get("tag")));
    }

    /** Messages, and keys that are wrapped like one. */
    private Object messages(String op, JsonObject step) {
        Messages series = step.has("of") ? (Messages) names.get(step.get("of").getAsString()) : null;
        switch (op) {
            case "messages":
                keep(step, switch (step.get("messages").getAsString()) {
                    case "encrypt" -> verifying(step).messagesToEncrypt(mechanism(step));
                    case "decrypt" -> signing(step).messagesToDecrypt(mechanism(step));
                    case "sign" -> signing(step).messagesToSign(mechanism(step));
                    default -> verifying(step).messagesToVerify(mechanism(step));
                });
                return null;
            case "message":
                if (step.has("tag")) {
                    return bytesKept(step, series.decrypt(sealed(step), bytes(step.get("aad"))));
                }
                if (step.has("aad")) {
                    return sealedKept(step, series.encrypt(bytes(step.get("data")), bytes(step.get("aad"))));
                }
                return step.has("signature")
                        ? series.verify(bytes(step.get("data")), bytes(step.get("signature")))
                        : bytesKept(step, series.sign(bytes(step.get("data"))));
            case "end_messages":
                series.close();
                return null;
            case "wrap_authenticated":
                HsmKey target = (HsmKey) names.get(step.get("target").getAsString());
                return sealedKept(step, verifying(step).wrapAuthenticated(target, mechanism(step), bytes(step.get("aad"))));
            default:
                byte[] aad = bytes(step.get("aad"));
                keep(step, spec(step) instanceof KeySpec.Pair pair
                        ? signing(step).unwrapAuthenticated(sealed(step), mechanism(step), aad, pair)
                        : signing(step).unwrapAuthenticated(sealed(step), mechanism(step), aad, secretSpec(step)));
                return null;
        }
    }

    /** Streams, step by step. */
    private Object stream(String op, JsonObject step) {
        if (op.equals("begin")) {
            keep(step, switch (step.get("stream").getAsString()) {
                case "encrypt" -> verifying(step).encryptor(mechanism(step));
                case "decrypt" -> signing(step).decryptor(mechanism(step));
                case "sign" -> signing(step).signer(mechanism(step));
                case "verify" -> verifying(step).verifier(mechanism(step));
                default -> digester(step);
            });
            return null;
        }
        Operation stream = (Operation) names.get(step.get("of").getAsString());
        switch (op) {
            case "update":
                return bytesKept(step, update(stream, bytes(step.get("data"))));
            case "finish":
                if (step.has("signature")) {
                    return ((Verifier) stream).finish(bytes(step.get("signature")));
                }
                return bytesKept(step, finish(stream));
            default:
                stream.close();
                return null;
        }
    }

    private Digester digester(JsonObject step) {
        return session(step).digester(step.getAsJsonObject("mechanism").get("hash").getAsString());
    }

    private static byte[] update(Operation stream, byte[] part) {
        if (stream instanceof Transformation transformation) {
            return transformation.update(part);
        }
        ((Intake) stream).update(part);
        return new byte[0];
    }

    private static byte[] finish(Operation stream) {
        if (stream instanceof Transformation transformation) {
            return transformation.finish();
        }
        return stream instanceof Signer signer ? signer.finish() : ((Digester) stream).finish();
    }

    private List<byte[]> parts(JsonObject step) {
        byte[] data = bytes(step.get("data"));
        List<byte[]> parts = new ArrayList<>();
        int at = 0;
        for (JsonElement length : step.getAsJsonArray("parts")) {
            int end = Math.min(data.length, at + length.getAsBigInteger().min(BigInteger.valueOf(data.length)).intValue());
            parts.add(Arrays.copyOfRange(data, at, end));
            at = end;
        }
        parts.add(Arrays.copyOfRange(data, at, data.length));
        return parts;
    }

    private byte[] through(Operation stream, JsonObject step) {
        ByteArrayOutputStream out = new ByteArrayOutputStream();
        try (stream) {
            parts(step).forEach(part -> out.writeBytes(update(stream, part)));
            out.writeBytes(finish(stream));
        }
        return out.toByteArray();
    }
}
