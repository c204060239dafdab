package dev.strongroom.jca;

import java.io.IOException;
import java.io.InputStream;
import java.io.StringReader;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.InvalidParameterException;
import java.util.Properties;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which token a provider is of, and how it behaves.
 *
 * @param url the instance; null for the one that the environment names
 * @param token the token's label; null for the only one, or what a {@code pkcs11:} URL says
 * @param name what comes behind {@code Strongroom-} in the provider's name
 * @param synthetic whether a private key without a certificate is shown with one that it signs itself
 */
record Configuration(@Nullable String url, @Nullable String token, @Nullable String name, boolean synthetic) {
    private static final Set<String> KNOWN = Set.of("url", "token", "name", "synthetic-certificates");

    /**
     * What a text says: a URL, the name of a properties file, or its lines with {@code ;} between them.
     *
     * @throws InvalidParameterException for what it does not know
     */
    static Configuration of(String text) {
        Properties said = new Properties();
        try {
            if (text.matches("(file|strongroom|pkcs11):.*")) {
                said.setProperty("url", text);
            } else if (text.matches("(?s)[a-z-]+\\s*=.*")) {
                // A semicolon separates unless it belongs to a URI, where something else comes before a sign of equality.
                String lines = text.replaceAll(";\\s*(?=(url|token|name|synthetic-certificates)\\s*=)", "\n");
                said.load(new StringReader(lines.replace("\\", "\\\\")));
            } else {
                try (InputStream in = Files.newInputStream(Path.of(text))) {
                    said.load(in);
                }
            }
        } catch (IOException error) {
            throw bad("the configuration " + text + " cannot be read: " + error);
        }
        for (String key : said.stringPropertyNames()) {
            if (!KNOWN.contains(key)) {
                throw bad("a provider has no \"" + key + "\"; there are " + KNOWN.stream().sorted().toList());
            }
            String value = said.getProperty(key);
            if (value.contains(";") && !value.startsWith("pkcs11:")) {
                throw bad("\"" + key + "\" is not to be read; there are " + KNOWN.stream().sorted().toList());
            }
        }
        String synthetic = said.getProperty("synthetic-certificates", "false");
        if (!synthetic.matches("true|false")) {
            throw bad("\"synthetic-certificates\" is true or false, not " + synthetic);
        }
        return new Configuration(
                said.getProperty("url"),
                said.getProperty("token"),
                said.getProperty("name"),
                Boolean.parseBoolean(synthetic));
    }

    private static InvalidParameterException bad(String why) {
        return new InvalidParameterException(why);
    }
}
