package dev.strongroom.tests.scenarios;

import com.google.gson.JsonArray;
import com.google.gson.JsonElement;
import com.google.gson.JsonObject;
import dev.strongroom.HsmCertificate;
import dev.strongroom.HsmException;
import dev.strongroom.HsmObject;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmPublicKey;
import dev.strongroom.KeySpec;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Stream;

/** Objects: how they are made and found, what they say of themselves, and what belongs to them. */
final class ObjectSteps extends Steps {
    private static final String FIELDS = """
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
            """;

    ObjectSteps(Said of) {
        super(of, FIELDS);
    }

    @Override
    Object perform(String op, JsonObject step) throws Exception {
        switch (op) {
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
                throw new IllegalStateException(op);
        }
    }

    private Object half(JsonObject step, Optional<? extends HsmObject> found) {
        if (found.isEmpty() && !step.has("expect")) {
            throw new Wrong("there is none");
        }
        found.ifPresent(object -> keep(step, object));
        return found.isPresent() ? 1 : null;
    }
}
