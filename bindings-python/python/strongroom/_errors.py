"""Exceptions: one class for each group of return values, and one of its own for what programs ask for by
name. All are `Error`; those that have a counterpart among Python's own exceptions are that too."""

from __future__ import annotations

from typing import Dict, Tuple, Type

from . import constants

__all__ = [
    "Error",
    "PinError",
    "PinIncorrect",
    "PinLocked",
    "PinExpired",
    "PinNotInitialized",
    "PinUnsuitable",
    "NotLoggedIn",
    "SessionError",
    "SessionClosed",
    "TooManySessions",
    "ObjectError",
    "ObjectGone",
    "ActionProhibited",
    "ObjectAttributeError",
    "AttributeReadOnly",
    "AttributeSensitive",
    "AttributeMissing",
    "MechanismError",
    "MechanismInvalid",
    "MechanismParameterInvalid",
    "KeyUseError",
    "KeyNotPermitted",
    "KeyUnextractable",
    "KeyTypeInconsistent",
    "KeySizeInvalid",
    "DataError",
    "DecryptionFailed",
    "WrappedKeyInvalid",
    "SignatureError",
    "SignatureInvalid",
    "DeviceError",
    "DeviceUnavailable",
    "TokenNotPresent",
    "TokenWriteProtected",
    "FunctionError",
    "FunctionNotSupported",
    "FunctionRejected",
    "FunctionCanceled",
    "InstanceInUse",
    "OperationActive",
    "NotFound",
    "Ambiguous",
    "ArgumentError",
    "InternalError",
]


class Error(Exception):
    """A failure. `rv` is the return value of PKCS #11 and `name` its name, `function` the function that
    gave it, `kind` the group it belongs to, `retryable` whether the same call may succeed later."""

    rv: int = 0
    name: str = ""
    kind: str = ""
    function: str = ""
    why: str = ""
    retryable: bool = False

    def __str__(self) -> str:
        return f"{self.why} ({self.name})" if self.name else self.why

    def __reduce__(self) -> Tuple[object, ...]:
        said = (self.rv, self.name, self.kind, self.function, self.why, self.retryable)
        return (of, said)


class PinError(Error, PermissionError):
    """A PIN, or who is logged in."""


class PinIncorrect(PinError):
    """`CKR_PIN_INCORRECT`"""


class PinLocked(PinError):
    """`CKR_PIN_LOCKED`"""


class PinExpired(PinError):
    """`CKR_PIN_EXPIRED`"""


class PinNotInitialized(PinError):
    """`CKR_USER_PIN_NOT_INITIALIZED`"""


class PinUnsuitable(PinError, ValueError):
    """A new PIN that is too short, too long or too weak."""


class NotLoggedIn(PinError):
    """`CKR_USER_NOT_LOGGED_IN`"""


class SessionError(Error):
    """A session, or that there is none any more."""


class SessionClosed(SessionError):
    """The session, the stream or the HSM was closed before."""


class TooManySessions(SessionError):
    """`CKR_SESSION_COUNT`"""


class ObjectError(Error):
    """An object."""


class ObjectGone(ObjectError, LookupError):
    """`CKR_OBJECT_HANDLE_INVALID`: it was destroyed, or is not of this class."""


class ActionProhibited(ObjectError, PermissionError):
    """`CKR_ACTION_PROHIBITED`"""


class ObjectAttributeError(Error, ValueError):
    """An attribute, or a template."""


class AttributeReadOnly(ObjectAttributeError, PermissionError):
    """`CKR_ATTRIBUTE_READ_ONLY`"""


class AttributeSensitive(ObjectAttributeError, PermissionError):
    """`CKR_ATTRIBUTE_SENSITIVE`"""


class AttributeMissing(ObjectAttributeError, LookupError):
    """`CKR_ATTRIBUTE_TYPE_INVALID`"""


class MechanismError(Error, ValueError):
    """A mechanism, or its parameters."""


class MechanismInvalid(MechanismError):
    """`CKR_MECHANISM_INVALID`"""


class MechanismParameterInvalid(MechanismError):
    """`CKR_MECHANISM_PARAM_INVALID`"""


class KeyUseError(Error):
    """A key, or what it may do."""


class KeyNotPermitted(KeyUseError, PermissionError):
    """`CKR_KEY_FUNCTION_NOT_PERMITTED`"""


class KeyUnextractable(KeyUseError, PermissionError):
    """`CKR_KEY_UNEXTRACTABLE`"""


class KeyTypeInconsistent(KeyUseError, ValueError):
    """`CKR_KEY_TYPE_INCONSISTENT`"""


class KeySizeInvalid(KeyUseError, ValueError):
    """`CKR_KEY_SIZE_RANGE`"""


class DataError(Error, ValueError):
    """What was to be encrypted, decrypted, signed or unwrapped."""


class DecryptionFailed(DataError):
    """The ciphertext, its tag or what goes with it is not what was encrypted."""


class WrappedKeyInvalid(DataError):
    """`CKR_WRAPPED_KEY_INVALID`"""


class SignatureError(Error, ValueError):
    """A signature that is not good."""


class SignatureInvalid(SignatureError):
    """`CKR_SIGNATURE_INVALID`, `CKR_SIGNATURE_LEN_RANGE`"""


class DeviceError(Error, OSError):
    """The token, the slot, or the way to them."""


class DeviceUnavailable(DeviceError, ConnectionError):
    """`CKR_DEVICE_ERROR`, `CKR_DEVICE_REMOVED`: it cannot be reached, or does not answer as it must."""


class TokenNotPresent(DeviceError, LookupError):
    """There is no such token, slot or instance."""


class TokenWriteProtected(DeviceError, PermissionError):
    """`CKR_TOKEN_WRITE_PROTECTED`"""


class FunctionError(Error):
    """A function, or the state that it needs."""


class FunctionNotSupported(FunctionError, NotImplementedError):
    """`CKR_FUNCTION_NOT_SUPPORTED`"""


class FunctionRejected(FunctionError, PermissionError):
    """`CKR_FUNCTION_REJECTED`"""


class FunctionCanceled(FunctionError, TimeoutError):
    """`CKR_FUNCTION_CANCELED`"""


class InstanceInUse(FunctionError):
    """`CKR_CANT_LOCK`: another copy of Strongroom in this process has the instance open."""


class OperationActive(FunctionError):
    """`CKR_OPERATION_ACTIVE`"""


class NotFound(Error, LookupError):
    """No object, or no token, is what was asked for."""


class Ambiguous(Error, LookupError):
    """Several objects, or tokens, are what one was asked for."""


class ArgumentError(Error, ValueError):
    """An argument, or a configuration."""


class InternalError(Error, RuntimeError):
    """A defect, or no memory."""


#: The class of each group, by the core's name for it.
KINDS: Dict[str, Type[Error]] = {
    "Pin": PinError,
    "Session": SessionError,
    "Object": ObjectError,
    "Attribute": ObjectAttributeError,
    "Mechanism": MechanismError,
    "Key": KeyUseError,
    "Data": DataError,
    "Signature": SignatureError,
    "Device": DeviceError,
    "Function": FunctionError,
    "NotFound": NotFound,
    "Ambiguous": Ambiguous,
    "Argument": ArgumentError,
    "Internal": InternalError,
}

#: The return values that have a class of their own.
LEAVES: Dict[str, Type[Error]] = {
    "CKR_PIN_INCORRECT": PinIncorrect,
    "CKR_PIN_LOCKED": PinLocked,
    "CKR_PIN_EXPIRED": PinExpired,
    "CKR_PIN_INVALID": PinUnsuitable,
    "CKR_PIN_LEN_RANGE": PinUnsuitable,
    "CKR_PIN_TOO_WEAK": PinUnsuitable,
    "CKR_USER_PIN_NOT_INITIALIZED": PinNotInitialized,
    "CKR_USER_NOT_LOGGED_IN": NotLoggedIn,
    "CKR_SESSION_CLOSED": SessionClosed,
    "CKR_SESSION_HANDLE_INVALID": SessionClosed,
    "STRONGROOM_CLOSED": SessionClosed,
    "CKR_SESSION_COUNT": TooManySessions,
    "CKR_OBJECT_HANDLE_INVALID": ObjectGone,
    "CKR_ACTION_PROHIBITED": ActionProhibited,
    "CKR_ATTRIBUTE_READ_ONLY": AttributeReadOnly,
    "CKR_ATTRIBUTE_SENSITIVE": AttributeSensitive,
    "CKR_ATTRIBUTE_TYPE_INVALID": AttributeMissing,
    "CKR_MECHANISM_INVALID": MechanismInvalid,
    "CKR_MECHANISM_PARAM_INVALID": MechanismParameterInvalid,
    "CKR_KEY_FUNCTION_NOT_PERMITTED": KeyNotPermitted,
    "CKR_KEY_UNEXTRACTABLE": KeyUnextractable,
    "CKR_KEY_TYPE_INCONSISTENT": KeyTypeInconsistent,
    "CKR_KEY_SIZE_RANGE": KeySizeInvalid,
    "CKR_ENCRYPTED_DATA_INVALID": DecryptionFailed,
    "CKR_ENCRYPTED_DATA_LEN_RANGE": DecryptionFailed,
    "CKR_AEAD_DECRYPT_FAILED": DecryptionFailed,
    "CKR_WRAPPED_KEY_INVALID": WrappedKeyInvalid,
    "CKR_WRAPPED_KEY_LEN_RANGE": WrappedKeyInvalid,
    "CKR_SIGNATURE_INVALID": SignatureInvalid,
    "CKR_SIGNATURE_LEN_RANGE": SignatureInvalid,
    "CKR_DEVICE_ERROR": DeviceUnavailable,
    "CKR_DEVICE_REMOVED": DeviceUnavailable,
    "CKR_SLOT_ID_INVALID": TokenNotPresent,
    "CKR_TOKEN_NOT_PRESENT": TokenNotPresent,
    "CKR_TOKEN_WRITE_PROTECTED": TokenWriteProtected,
    "CKR_FUNCTION_NOT_SUPPORTED": FunctionNotSupported,
    "CKR_FUNCTION_REJECTED": FunctionRejected,
    "CKR_FUNCTION_CANCELED": FunctionCanceled,
    "CKR_CANT_LOCK": InstanceInUse,
    "CKR_OPERATION_ACTIVE": OperationActive,
}


def of(rv: int, name: str, kind: str, function: str, why: str, retryable: bool) -> Error:
    """The exception for a failure of the core."""
    error = (LEAVES.get(name) or KINDS.get(kind, Error))(why)
    error.rv, error.name, error.kind = rv, name, kind
    error.function, error.why, error.retryable = function, why, retryable
    return error


def said(name: str, function: str, why: str) -> Error:
    """The exception for a failure that this package finds by itself."""
    kind = next((kind for kind, names in constants.KINDS.items() if name in names), "Function")
    return of(getattr(constants, name), name, kind, function, why, False)
