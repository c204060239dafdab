'use strict';
// Errors: one class for each group of return values, and one of its own for what programs ask for by name.

const { STRONGROOM, CKR } = require('../constants.cjs');

/** A failure: `rv` is the return value of PKCS #11 and `code` its name. */
class HsmError extends Error {
  constructor(why, { rv, code, kind, function: fn, retryable } = {}) {
    super(code ? `${why} (${code})` : why);
    this.rv = rv;
    this.code = code;
    this.kind = kind;
    this.fn = fn;
    this.why = why;
    this.retryable = retryable;
  }
}
Object.defineProperty(HsmError.prototype, 'name', { value: 'HsmError', configurable: true, writable: true });

/** The classes: what each is a kind of, the group that it stands for, and the return values that are its own. */
const TREE = [
  ['PinError', 'HsmError', 'Pin'],
  ['PinIncorrect', 'PinError', null, 'CKR_PIN_INCORRECT'],
  ['PinLocked', 'PinError', null, 'CKR_PIN_LOCKED'],
  ['PinExpired', 'PinError', null, 'CKR_PIN_EXPIRED'],
  ['PinNotInitialized', 'PinError', null, 'CKR_USER_PIN_NOT_INITIALIZED'],
  ['PinUnsuitable', 'PinError', null, 'CKR_PIN_INVALID', 'CKR_PIN_LEN_RANGE', 'CKR_PIN_TOO_WEAK'],
  ['NotLoggedIn', 'PinError', null, 'CKR_USER_NOT_LOGGED_IN'],
  ['SessionError', 'HsmError', 'Session'],
  ['SessionClosed', 'SessionError', null, 'STRONGROOM_CLOSED', 'CKR_SESSION_CLOSED', 'CKR_SESSION_HANDLE_INVALID'],
  ['TooManySessions', 'SessionError', null, 'CKR_SESSION_COUNT'],
  ['ObjectError', 'HsmError', 'Object'],
  ['ObjectGone', 'ObjectError', null, 'CKR_OBJECT_HANDLE_INVALID'],
  ['ActionProhibited', 'ObjectError', null, 'CKR_ACTION_PROHIBITED'],
  ['AttributeError', 'HsmError', 'Attribute'],
  ['AttributeReadOnly', 'AttributeError', null, 'CKR_ATTRIBUTE_READ_ONLY'],
  ['AttributeSensitive', 'AttributeError', null, 'CKR_ATTRIBUTE_SENSITIVE'],
  ['AttributeMissing', 'AttributeError', null, 'CKR_ATTRIBUTE_TYPE_INVALID'],
  ['MechanismError', 'HsmError', 'Mechanism'],
  ['MechanismInvalid', 'MechanismError', null, 'CKR_MECHANISM_INVALID'],
  ['MechanismParameterInvalid', 'MechanismError', null, 'CKR_MECHANISM_PARAM_INVALID'],
  ['KeyError', 'HsmError', 'Key'],
  ['KeyNotPermitted', 'KeyError', null, 'CKR_KEY_FUNCTION_NOT_PERMITTED'],
  ['KeyUnextractable', 'KeyError', null, 'CKR_KEY_UNEXTRACTABLE'],
  ['KeyTypeInconsistent', 'KeyError', null, 'CKR_KEY_TYPE_INCONSISTENT'],
  ['KeySizeInvalid', 'KeyError', null, 'CKR_KEY_SIZE_RANGE'],
  ['DataError', 'HsmError', 'Data'],
  ['DecryptionFailed', 'DataError', null, 'CKR_ENCRYPTED_DATA_INVALID', 'CKR_ENCRYPTED_DATA_LEN_RANGE', 'CKR_AEAD_DECRYPT_FAILED'],
  ['WrappedKeyInvalid', 'DataError', null, 'CKR_WRAPPED_KEY_INVALID', 'CKR_WRAPPED_KEY_LEN_RANGE'],
  ['SignatureError', 'HsmError', 'Signature'],
  ['DeviceError', 'HsmError', 'Device'],
  ['DeviceUnavailable', 'DeviceError', null, 'CKR_DEVICE_ERROR', 'CKR_DEVICE_REMOVED'],
  ['TokenNotPresent', 'DeviceError', null, 'CKR_TOKEN_NOT_PRESENT', 'CKR_SLOT_ID_INVALID'],
  ['TokenWriteProtected', 'DeviceError', null, 'CKR_TOKEN_WRITE_PROTECTED'],
  ['FunctionError', 'HsmError', 'Function'],
  ['FunctionNotSupported', 'FunctionError', null, 'CKR_FUNCTION_NOT_SUPPORTED'],
  ['FunctionRejected', 'FunctionError', null, 'CKR_FUNCTION_REJECTED'],
  ['FunctionCanceled', 'FunctionError', null, 'CKR_FUNCTION_CANCELED'],
  ['InstanceInUse', 'FunctionError', null, 'CKR_CANT_LOCK'],
  ['OperationActive', 'FunctionError', null, 'CKR_OPERATION_ACTIVE'],
  ['NotFound', 'HsmError', 'NotFound'],
  ['Ambiguous', 'HsmError', 'Ambiguous'],
  ['ArgumentError', 'HsmError', 'Argument'],
  ['InternalError', 'HsmError', 'Internal'],
];

const classes = { HsmError };
const byKind = new Map();
const byCode = new Map();
for (const [name, parent, kind, ...codes] of TREE) {
  // A computed name is what the class is called.
  const made = { [name]: class extends classes[parent] {} }[name];
  Object.defineProperty(made.prototype, 'name', { value: name, configurable: true, writable: true });
  classes[name] = made;
  if (kind) byKind.set(kind, made);
  for (const code of codes) byCode.set(code, made);
}

/** The error for a failure of the core. */
function errorOf(failure) {
  const of = byCode.get(failure.code) ?? byKind.get(failure.kind) ?? HsmError;
  return new of(failure.why, failure);
}

/** An error that the package itself makes, as the core would. */
function failure(code, kind, fn, why) {
  return errorOf({ rv: CKR[code] ?? STRONGROOM[code], code, kind, function: fn, why, retryable: false });
}

module.exports = { classes, errorOf, failure };
