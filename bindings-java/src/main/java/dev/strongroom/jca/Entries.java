package dev.strongroom.jca;

import dev.strongroom.Attributes;
import dev.strongroom.Cka;
import dev.strongroom.HsmCertificate;
import dev.strongroom.HsmException;
import dev.strongroom.HsmObject;
import dev.strongroom.HsmPrivateKey;
import dev.strongroom.HsmSecretKey;
import dev.strongroom.Mechanism;
import dev.strongroom.Query;
import dev.strongroom.Session;
import java.io.ByteArrayInputStream;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.HexFormat;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * What is in the token, by alias, as it was at one time. An alias is the label; where there is none, the identifier in
 * hexadecimal digits; where several have one label, the label, a slash and the identifier, and, where that is the same
 * too, a number. A key that has neither is called by the name that the token has for it. Entries are every private key
 * and every secret key that stays in the token and is of a kind that Java has a name for, and every certificate there that
 * has a name and belongs to no private key. Aliases differ by more than case. Many threads may ask.
 */
final class Entries {
    private static final Query STAYING = Query.of(new Attributes().with(Cka.CKA_TOKEN, true));

    private final boolean synthetic;
    private final Map<String, HsmObject> objects = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
    private final Map<String, List<X509Certificate>> chains = new HashMap<>();

    Entries(Session session, boolean synthetic) {
        this.synthetic = synthetic;
        Set<String> ids = new HashSet<>();
        Map<HsmObject, String[]> found = new LinkedHashMap<>();
        for (Class<? extends HsmObject> kind :
                List.of(HsmPrivateKey.class, HsmSecretKey.class, HsmCertificate.class)) {
            for (HsmObject object : session.findAll(kind, STAYING)) {
                Attributes names = object.attributes(Cka.CKA_LABEL, Cka.CKA_ID, Cka.CKA_UNIQUE_ID);
                String id = HexFormat.of().formatHex(names.bytes(Cka.CKA_ID));
                if (object instanceof HsmPrivateKey) {
                    ids.add(id);
                }
                boolean entry = object instanceof HsmCertificate ? id.isEmpty() || !ids.contains(id) : named(object);
                if (entry) {
                    boolean named = !id.isEmpty() || object instanceof HsmCertificate;
                    found.put(object, new String[] {names.text(Cka.CKA_LABEL), named ? id : nameless(object, names)});
                }
            }
        }
        Map<String, Integer> count = new TreeMap<>(String.CASE_INSENSITIVE_ORDER);
        found.values().forEach(names -> count.merge(names[0], 1, Integer::sum));
        found.forEach((object, names) -> {
            String label = names[0];
            String alias = label.isEmpty() ? names[1] : count.get(label) == 1 ? label : label + "/" + names[1];
            String free = alias;
            for (int number = 2; objects.containsKey(free); number++) {
                free = alias + "/" + number;
            }
            if (!alias.isEmpty()) {
                objects.put(free, object);
            }
        });
    }

    /** Whether Java has a name for such keys. One that it cannot have would end a search for any other. */
    private static boolean named(HsmObject key) {
        String kind = key.kind().orElse("");
        return key instanceof HsmPrivateKey ? KeyNames.ofPair(kind) != null : !kind.isEmpty();
    }

    private static String nameless(HsmObject key, Attributes names) {
        String unique = names.text(Cka.CKA_UNIQUE_ID);
        return !unique.isEmpty() ? unique : key instanceof HsmPrivateKey ? "private key" : "secret key";
    }

    /** An entry is gone; the others keep their aliases, until they are looked for anew. */
    synchronized void remove(String alias) {
        objects.remove(alias);
        chains.remove(alias);
    }

    synchronized List<String> aliases() {
        return List.copyOf(objects.keySet());
    }

    synchronized @Nullable HsmObject object(String alias) {
        return objects.get(alias);
    }

    /** The certificates of an entry; none, where it has none. */
    synchronized List<X509Certificate> chain(String alias) {
        HsmObject object = objects.get(alias);
        return object == null ? List.of() : chains.computeIfAbsent(alias, name -> read(name, object));
    }

    private List<X509Certificate> read(String alias, HsmObject object) {
        try {
            List<X509Certificate> chain = new ArrayList<>();
            if (object instanceof HsmCertificate certificate) {
                chain.add(certificate.toX509());
            } else if (object instanceof HsmPrivateKey key) {
                for (HsmCertificate certificate : key.chain()) {
                    chain.add(certificate.toX509());
                }
                Mechanism mechanism = chain.isEmpty() && synthetic ? signing(key) : null;
                if (mechanism != null) {
                    byte[] der = key.selfSigned(mechanism, alias);
                    CertificateFactory factory = CertificateFactory.getInstance("X.509");
                    chain.add((X509Certificate) factory.generateCertificate(new ByteArrayInputStream(der)));
                }
            }
            return chain;
        } catch (CertificateException unreadable) {
            return List.of();
        } catch (HsmException gone) {
            if (gone instanceof dev.strongroom.ObjectGoneException) {
                return List.of();
            }
            throw gone;
        }
    }

    /** What a key signs its own certificate with; null for one that does not sign. */
    private static @Nullable Mechanism signing(HsmPrivateKey key) {
        if (!key.attributes(Cka.CKA_SIGN).flag(Cka.CKA_SIGN)) {
            return null;
        }
        String kind = key.kind().orElse("");
        return switch (KeyNames.family(kind)) {
            case "rsa" -> Mechanism.rsaPkcs1("SHA-256");
            case "ec" -> Mechanism.ecdsa(kind.equals("ec:p521") ? "SHA-512" : kind.equals("ec:p384") ? "SHA-384" : "SHA-256");
            case "ed25519", "ed448" -> Mechanism.eddsa();
            case "ml-dsa" -> Mechanism.mlDsa();
            case "slh-dsa" -> Mechanism.slhDsa();
            default -> null;
        };
    }
}
