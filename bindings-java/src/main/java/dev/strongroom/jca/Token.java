package dev.strongroom.jca;

import dev.strongroom.Hsm;
import dev.strongroom.HsmException;
import dev.strongroom.Pin;
import dev.strongroom.PinException;
import dev.strongroom.PinExpiredException;
import dev.strongroom.PinLockedException;
import dev.strongroom.Session;
import dev.strongroom.Slot;
import dev.strongroom.TokenNotPresentException;
import java.io.IOException;
import java.net.URI;
import java.security.ProviderException;
import java.util.Arrays;
import java.util.List;
import javax.security.auth.callback.Callback;
import javax.security.auth.callback.CallbackHandler;
import javax.security.auth.callback.PasswordCallback;
import javax.security.auth.callback.UnsupportedCallbackException;
import javax.security.auth.login.AccountLockedException;
import javax.security.auth.login.CredentialExpiredException;
import javax.security.auth.login.FailedLoginException;
import javax.security.auth.login.LoginException;
import org.jspecify.annotations.Nullable;

/** The token of a provider: opened when it is first needed, with one session for everybody who uses the provider. */
final class Token {
    private final Configuration configuration;
    private @Nullable Slot slot;
    private @Nullable Session nobody;
    private @Nullable Session user;
    private @Nullable CallbackHandler handler;

    Token(Configuration configuration) {
        this.configuration = configuration;
    }

    synchronized Slot slot() {
        if (slot == null) {
            String url = configuration.url();
            Hsm hsm = url == null ? Hsm.open() : Hsm.open(url);
            slot = meant(hsm);
        }
        return slot;
    }

    private Slot meant(Hsm hsm) {
        String url = configuration.url();
        if (configuration.token() != null) {
            return hsm.token(configuration.token());
        }
        if (url != null && url.startsWith("pkcs11:")) {
            return hsm.token(URI.create(url));
        }
        List<Slot> slots = hsm.slots();
        if (slots.size() != 1) {
            throw new ProviderException(
                    "the instance has " + slots.size() + " slots: say which with token=LABEL in the configuration");
        }
        return slots.get(0);
    }

    /** The session of the user; without a login, one in which nobody is logged in. */
    synchronized Session session() {
        if (loggedIn()) {
            return user;
        }
        if (handler != null) {
            try {
                login(handler);
                return user;
            } catch (LoginException refused) {
                throw new ProviderException("nobody could be logged in", refused);
            }
        }
        if (nobody == null || nobody.closed()) {
            nobody = slot().openSession();
        }
        return nobody;
    }

    /** The session of the user. */
    synchronized Session userSession() throws LoginException {
        if (!loggedIn()) {
            login(handler);
        }
        return user;
    }

    synchronized boolean loggedIn() {
        return user != null && !user.closed();
    }

    synchronized void handler(@Nullable CallbackHandler handler) {
        this.handler = handler;
    }

    /** Logs in with the PIN that a handler gives. */
    synchronized void login(@Nullable CallbackHandler given) throws LoginException {
        CallbackHandler asked = given != null ? given : handler != null ? handler : usual();
        if (asked == null) {
            throw new LoginException("there is no PIN, and nobody to be asked for it");
        }
        PasswordCallback callback = new PasswordCallback("PIN of " + name() + ": ", false);
        try {
            asked.handle(new Callback[] {callback});
        } catch (IOException | UnsupportedCallbackException error) {
            LoginException refused = new LoginException("the PIN was not given");
            refused.initCause(error);
            throw refused;
        }
        char[] pin = callback.getPassword();
        callback.clearPassword();
        if (pin == null) {
            throw new FailedLoginException("the PIN was not given");
        }
        try {
            login(pin);
        } finally {
            Arrays.fill(pin, '\0');
        }
    }

    private String name() {
        try {
            return slot().token().label();
        } catch (TokenNotPresentException none) {
            return "the token";
        }
    }

    /** Logs in, also where somebody is logged in: a PIN that is wrong is never taken. */
    synchronized void login(char[] pin) throws LoginException {
        try (Pin copy = Pin.of(pin)) {
            Session made = slot().openSession(copy);
            if (loggedIn()) {
                made.close();
            } else {
                user = made;
            }
        } catch (HsmException error) {
            throw refused(error);
        }
    }

    /** What Java calls it; a PIN that may be tried again is a login that failed. */
    private static LoginException refused(HsmException error) {
        String why = error.getMessage();
        LoginException refused = error instanceof PinLockedException ? new AccountLockedException(why)
                : error instanceof PinExpiredException ? new CredentialExpiredException(why)
                : error instanceof PinException ? new FailedLoginException(why)
                : new LoginException(why);
        refused.initCause(error);
        return refused;
    }

    synchronized void logout() {
        if (user != null) {
            user.close();
            user = null;
        }
    }

    boolean synthetic() {
        return configuration.synthetic();
    }

    /** The handler that the security properties name, as Java's other providers have it. */
    private static @Nullable CallbackHandler usual() {
        String name = java.security.Security.getProperty("auth.login.defaultCallbackHandler");
        if (name == null || name.isEmpty()) {
            return null;
        }
        try {
            ClassLoader loader = Thread.currentThread().getContextClassLoader();
            return (CallbackHandler) Class.forName(name, true, loader).getDeclaredConstructor().newInstance();
        } catch (ReflectiveOperationException error) {
            throw new ProviderException("auth.login.defaultCallbackHandler is not to be had", error);
        }
    }
}
