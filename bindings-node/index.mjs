// The same as the CommonJS module, so that a program that uses both has one of each class.
import strongroom from './index.cjs';

export default strongroom;
export const {
  Certificate, Decryptor, Encryptor, Hasher, Hsm, HsmObject, Mechanism, MessageDecryptor, MessageEncryptor, MessageSigner,
  MessageVerifier, PrivateKey, PublicKey, SecretKey, Session, SignatureVerifier, Signer, Slot, Verifier, configure,
  constants, version,
} = strongroom;
export const {
  HsmError, PinError, PinIncorrect, PinLocked, PinExpired, PinNotInitialized, PinUnsuitable, NotLoggedIn, SessionError,
  SessionClosed, TooManySessions, ObjectError, ObjectGone, ActionProhibited, AttributeError, AttributeReadOnly,
  AttributeSensitive, AttributeMissing, MechanismError, MechanismInvalid, MechanismParameterInvalid, KeyError,
  KeyNotPermitted, KeyUnextractable, KeyTypeInconsistent, KeySizeInvalid, DataError, DecryptionFailed,
  WrappedKeyInvalid, SignatureError, DeviceError, DeviceUnavailable, TokenNotPresent, TokenWriteProtected,
  FunctionError, FunctionNotSupported, FunctionRejected, FunctionCanceled, InstanceInUse, OperationActive, NotFound,
  Ambiguous, ArgumentError, InternalError,
} = strongroom;
