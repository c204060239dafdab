//! The functions of the C interface, written once, in the order of the specification: 68 of v2.40, 24
//! of v3.0, 12 of v3.2. From this list come the exported functions, the function tables and the
//! interfaces. A row is `form C_Name(arguments) => function;`. The form `free` is callable at any time;
//! `live` needs an initialised library, and its function takes the application first. In brackets after the
//! function stand arguments that go before those of C.

use super::pointer::Argument;
use crate::library;
use crate::{asynchronous, general, keys, messages, objects, operations, sessions, slots};
use cryptoki_sys::*;
use std::ffi::c_void;
use strongroom_base::OpKind::*;

macro_rules! functions {
    (
        v2_40 { $($form2:ident $name2:ident($($arg2:ident: $type2:ty),*) $(=> $to2:path $([$($lead2:expr),*])?)?;)* }
        v3_0 { $($form3:ident $name3:ident($($arg3:ident: $type3:ty),*) $(=> $to3:path $([$($lead3:expr),*])?)?;)* }
        v3_2 { $($form4:ident $name4:ident($($arg4:ident: $type4:ty),*) $(=> $to4:path $([$($lead4:expr),*])?)?;)* }
    ) => {
        $(function!($form2 $name2($($arg2: $type2),*) $($to2 $([$($lead2),*])?)?);)*
        $(function!($form3 $name3($($arg3: $type3),*) $($to3 $([$($lead3),*])?)?);)*
        $(function!($form4 $name4($($arg4: $type4),*) $($to4 $([$($lead4),*])?)?);)*

        static TABLE_2_40: CK_FUNCTION_LIST = CK_FUNCTION_LIST {
            version: CK_VERSION { major: 2, minor: 40 },
            $($name2: Some($name2),)*
        };
        static TABLE_3_0: CK_FUNCTION_LIST_3_0 = CK_FUNCTION_LIST_3_0 {
            version: CK_VERSION { major: 3, minor: 0 },
            $($name2: Some($name2),)*
            $($name3: Some($name3),)*
        };
        static TABLE_3_2: CK_FUNCTION_LIST_3_2 = CK_FUNCTION_LIST_3_2 {
            version: CK_VERSION { major: 3, minor: 2 },
            $($name2: Some($name2),)*
            $($name3: Some($name3),)*
            $($name4: Some($name4),)*
        };
        // A program may use the beginning of a newer table as an older one.
        const _: () = {
            $(assert!(std::mem::offset_of!(CK_FUNCTION_LIST, $name2) == std::mem::offset_of!(CK_FUNCTION_LIST_3_0, $name2));)*
            $(assert!(std::mem::offset_of!(CK_FUNCTION_LIST, $name2) == std::mem::offset_of!(CK_FUNCTION_LIST_3_2, $name2));)*
            $(assert!(std::mem::offset_of!(CK_FUNCTION_LIST_3_0, $name3) == std::mem::offset_of!(CK_FUNCTION_LIST_3_2, $name3));)*
        };
    };
}

macro_rules! function {
    (free $name:ident($($arg:ident: $type:ty),*) $to:path) => {
        /// # Safety
        /// As the specification of the C function says: each pointer is NULL or leads to what it names.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($($arg: $type),*) -> CK_RV {
            // SAFETY: this function's own contract, for each argument.
            library::guarded(stringify!($name), || $to($(unsafe { $arg.received() }),*))
        }
    };
    (live $name:ident($($arg:ident: $type:ty),*) $to:path $([$($lead:expr),*])?) => {
        /// # Safety
        /// As the specification of the C function says: each pointer is NULL or leads to what it names.
        #[unsafe(no_mangle)]
        pub unsafe extern "C" fn $name($($arg: $type),*) -> CK_RV {
            library::live(stringify!($name), |application| {
                // SAFETY: this function's own contract, for each argument.
                $to(application, $($($lead,)*)? $(unsafe { $arg.received() }),*)
            })
        }
    };
}

/// The interfaces, the newest first. None has `CKF_INTERFACE_FORK_SAFE`: a child process has to call
/// `C_Initialize`.
pub static INTERFACES: Interfaces = Interfaces([
    interface((&raw const TABLE_3_2).cast()),
    interface((&raw const TABLE_3_0).cast()),
    interface((&raw const TABLE_2_40).cast()),
]);

/// The name of the interfaces that the specification defines.
const NAME: &std::ffi::CStr = c"PKCS 11";

/// `CK_INTERFACE`s that live as long as the library.
pub struct Interfaces([CK_INTERFACE; 3]);

// SAFETY: the pointers inside lead to immutable statics.
unsafe impl Sync for Interfaces {}

impl Interfaces {
    /// All of them.
    pub fn iter(&self) -> std::slice::Iter<'_, CK_INTERFACE> {
        self.0.iter()
    }
}

const fn interface(table: *const c_void) -> CK_INTERFACE {
    CK_INTERFACE {
        pInterfaceName: NAME.as_ptr().cast::<CK_UTF8CHAR>().cast_mut(),
        pFunctionList: table.cast_mut(),
        flags: 0,
    }
}

/// The version that an interface of [`INTERFACES`] has.
pub fn version(interface: &'static CK_INTERFACE) -> CK_VERSION {
    // SAFETY: made above from one of the three tables, which all begin with their version.
    unsafe { interface.pFunctionList.cast::<CK_VERSION>().read() }
}

/// Whether a caller's interface name is the one that the specification defines.
pub fn is_standard(name: super::Ptr<'_, CK_UTF8CHAR>) -> bool {
    is_text(name, "PKCS 11")
}

/// Whether a caller's string, which ends with a zero, is this one.
pub fn is_text(given: super::Ptr<'_, CK_UTF8CHAR>, text: &str) -> bool {
    text.bytes().chain([0]).enumerate().all(|(i, wanted)| {
        // The bytes before this one were equal and not zero, so the string goes on to here.
        given.element(i).is_ok_and(|byte| byte == wanted)
    })
}

/// The table of v2.40, for callers who do not know of interfaces.
pub fn table_2_40() -> *mut CK_FUNCTION_LIST {
    (&raw const TABLE_2_40).cast_mut()
}

functions! {
    v2_40 {
        free C_Initialize(init_args: *mut c_void) => general::initialize;
        free C_Finalize(reserved: *mut c_void) => general::finalize;
        live C_GetInfo(info: *mut CK_INFO) => general::info;
        free C_GetFunctionList(function_list: *mut *mut CK_FUNCTION_LIST) => general::function_list;
        live C_GetSlotList(token_present: CK_BBOOL, slot_list: *mut CK_SLOT_ID, count: *mut CK_ULONG) => slots::list;
        live C_GetSlotInfo(slot_id: CK_SLOT_ID, info: *mut CK_SLOT_INFO) => slots::slot_info;
        live C_GetTokenInfo(slot_id: CK_SLOT_ID, info: *mut CK_TOKEN_INFO) => slots::token_info;
        live C_GetMechanismList(slot_id: CK_SLOT_ID, mechanism_list: *mut CK_MECHANISM_TYPE, count: *mut CK_ULONG) => slots::mechanisms;
        live C_GetMechanismInfo(slot_id: CK_SLOT_ID, kind: CK_MECHANISM_TYPE, info: *mut CK_MECHANISM_INFO) => slots::mechanism_info;
        live C_InitToken(slot_id: CK_SLOT_ID, pin: *mut CK_UTF8CHAR, pin_len: CK_ULONG, label: *mut CK_UTF8CHAR) => slots::init_token;
        live C_InitPIN(session: CK_SESSION_HANDLE, pin: *mut CK_UTF8CHAR, pin_len: CK_ULONG) => slots::init_pin;
        live C_SetPIN(session: CK_SESSION_HANDLE, old_pin: *mut CK_UTF8CHAR, old_len: CK_ULONG, new_pin: *mut CK_UTF8CHAR, new_len: CK_ULONG) => slots::set_pin;
        live C_OpenSession(slot_id: CK_SLOT_ID, flags: CK_FLAGS, application: *mut c_void, notify: CK_NOTIFY, session: *mut CK_SESSION_HANDLE) => sessions::open;
        live C_CloseSession(session: CK_SESSION_HANDLE) => sessions::close;
        live C_CloseAllSessions(slot_id: CK_SLOT_ID) => sessions::close_all;
        live C_GetSessionInfo(session: CK_SESSION_HANDLE, info: *mut CK_SESSION_INFO) => sessions::info;
        live C_GetOperationState(session: CK_SESSION_HANDLE, operation_state: *mut CK_BYTE, operation_state_len: *mut CK_ULONG) => sessions::operation_state;
        live C_SetOperationState(session: CK_SESSION_HANDLE, operation_state: *mut CK_BYTE, operation_state_len: CK_ULONG, encryption_key: CK_OBJECT_HANDLE, authentication_key: CK_OBJECT_HANDLE) => sessions::set_operation_state;
        live C_Login(session: CK_SESSION_HANDLE, user_type: CK_USER_TYPE, pin: *mut CK_UTF8CHAR, pin_len: CK_ULONG) => sessions::login;
        live C_Logout(session: CK_SESSION_HANDLE) => sessions::logout;
        live C_CreateObject(session: CK_SESSION_HANDLE, template: *mut CK_ATTRIBUTE, count: CK_ULONG, object: *mut CK_OBJECT_HANDLE) => objects::create;
        live C_CopyObject(session: CK_SESSION_HANDLE, object: CK_OBJECT_HANDLE, template: *mut CK_ATTRIBUTE, count: CK_ULONG, new_object: *mut CK_OBJECT_HANDLE) => objects::copy;
        live C_DestroyObject(session: CK_SESSION_HANDLE, object: CK_OBJECT_HANDLE) => objects::destroy;
        live C_GetObjectSize(session: CK_SESSION_HANDLE, object: CK_OBJECT_HANDLE, size: *mut CK_ULONG) => objects::size;
        live C_GetAttributeValue(session: CK_SESSION_HANDLE, object: CK_OBJECT_HANDLE, template: *mut CK_ATTRIBUTE, count: CK_ULONG) => objects::get_attributes;
        live C_SetAttributeValue(session: CK_SESSION_HANDLE, object: CK_OBJECT_HANDLE, template: *mut CK_ATTRIBUTE, count: CK_ULONG) => objects::set_attributes;
        live C_FindObjectsInit(session: CK_SESSION_HANDLE, template: *mut CK_ATTRIBUTE, count: CK_ULONG) => objects::find_init;
        live C_FindObjects(session: CK_SESSION_HANDLE, object: *mut CK_OBJECT_HANDLE, max_object_count: CK_ULONG, object_count: *mut CK_ULONG) => objects::find_next;
        live C_FindObjectsFinal(session: CK_SESSION_HANDLE) => objects::find_final;
        live C_EncryptInit(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, key: CK_OBJECT_HANDLE) => operations::init[Encrypt];
        live C_Encrypt(session: CK_SESSION_HANDLE, data: *mut CK_BYTE, data_len: CK_ULONG, encrypted_data: *mut CK_BYTE, encrypted_data_len: *mut CK_ULONG) => operations::once[Encrypt];
        live C_EncryptUpdate(session: CK_SESSION_HANDLE, part: *mut CK_BYTE, part_len: CK_ULONG, encrypted_part: *mut CK_BYTE, encrypted_part_len: *mut CK_ULONG) => operations::update[Encrypt];
        live C_EncryptFinal(session: CK_SESSION_HANDLE, last_encrypted_part: *mut CK_BYTE, last_encrypted_part_len: *mut CK_ULONG) => operations::last[Encrypt];
        live C_DecryptInit(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, key: CK_OBJECT_HANDLE) => operations::init[Decrypt];
        live C_Decrypt(session: CK_SESSION_HANDLE, encrypted_data: *mut CK_BYTE, encrypted_data_len: CK_ULONG, data: *mut CK_BYTE, data_len: *mut CK_ULONG) => operations::once[Decrypt];
        live C_DecryptUpdate(session: CK_SESSION_HANDLE, encrypted_part: *mut CK_BYTE, encrypted_part_len: CK_ULONG, part: *mut CK_BYTE, part_len: *mut CK_ULONG) => operations::update[Decrypt];
        live C_DecryptFinal(session: CK_SESSION_HANDLE, last_part: *mut CK_BYTE, last_part_len: *mut CK_ULONG) => operations::last[Decrypt];
        live C_DigestInit(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM) => operations::digest_init;
        live C_Digest(session: CK_SESSION_HANDLE, data: *mut CK_BYTE, data_len: CK_ULONG, digest: *mut CK_BYTE, digest_len: *mut CK_ULONG) => operations::once[Digest];
        live C_DigestUpdate(session: CK_SESSION_HANDLE, part: *mut CK_BYTE, part_len: CK_ULONG) => operations::absorb[Digest];
        live C_DigestKey(session: CK_SESSION_HANDLE, key: CK_OBJECT_HANDLE) => operations::digest_key;
        live C_DigestFinal(session: CK_SESSION_HANDLE, digest: *mut CK_BYTE, digest_len: *mut CK_ULONG) => operations::last[Digest];
        live C_SignInit(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, key: CK_OBJECT_HANDLE) => operations::init[Sign];
        live C_Sign(session: CK_SESSION_HANDLE, data: *mut CK_BYTE, data_len: CK_ULONG, signature: *mut CK_BYTE, signature_len: *mut CK_ULONG) => operations::once[Sign];
        live C_SignUpdate(session: CK_SESSION_HANDLE, part: *mut CK_BYTE, part_len: CK_ULONG) => operations::absorb[Sign];
        live C_SignFinal(session: CK_SESSION_HANDLE, signature: *mut CK_BYTE, signature_len: *mut CK_ULONG) => operations::last[Sign];
        live C_SignRecoverInit(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, key: CK_OBJECT_HANDLE) => operations::init[SignRecover];
        live C_SignRecover(session: CK_SESSION_HANDLE, data: *mut CK_BYTE, data_len: CK_ULONG, signature: *mut CK_BYTE, signature_len: *mut CK_ULONG) => operations::once[SignRecover];
        live C_VerifyInit(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, key: CK_OBJECT_HANDLE) => operations::init[Verify];
        live C_Verify(session: CK_SESSION_HANDLE, data: *mut CK_BYTE, data_len: CK_ULONG, signature: *mut CK_BYTE, signature_len: CK_ULONG) => operations::verify;
        live C_VerifyUpdate(session: CK_SESSION_HANDLE, part: *mut CK_BYTE, part_len: CK_ULONG) => operations::absorb[Verify];
        live C_VerifyFinal(session: CK_SESSION_HANDLE, signature: *mut CK_BYTE, signature_len: CK_ULONG) => operations::verify_final;
        live C_VerifyRecoverInit(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, key: CK_OBJECT_HANDLE) => operations::init[VerifyRecover];
        live C_VerifyRecover(session: CK_SESSION_HANDLE, signature: *mut CK_BYTE, signature_len: CK_ULONG, data: *mut CK_BYTE, data_len: *mut CK_ULONG) => operations::once[VerifyRecover];
        live C_DigestEncryptUpdate(session: CK_SESSION_HANDLE, part: *mut CK_BYTE, part_len: CK_ULONG, encrypted_part: *mut CK_BYTE, encrypted_part_len: *mut CK_ULONG) => operations::update_dual[Digest, Encrypt];
        live C_DecryptDigestUpdate(session: CK_SESSION_HANDLE, encrypted_part: *mut CK_BYTE, encrypted_part_len: CK_ULONG, part: *mut CK_BYTE, part_len: *mut CK_ULONG) => operations::update_dual[Digest, Decrypt];
        live C_SignEncryptUpdate(session: CK_SESSION_HANDLE, part: *mut CK_BYTE, part_len: CK_ULONG, encrypted_part: *mut CK_BYTE, encrypted_part_len: *mut CK_ULONG) => operations::update_dual[Sign, Encrypt];
        live C_DecryptVerifyUpdate(session: CK_SESSION_HANDLE, encrypted_part: *mut CK_BYTE, encrypted_part_len: CK_ULONG, part: *mut CK_BYTE, part_len: *mut CK_ULONG) => operations::update_dual[Verify, Decrypt];
        live C_GenerateKey(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, template: *mut CK_ATTRIBUTE, count: CK_ULONG, key: *mut CK_OBJECT_HANDLE) => keys::generate;
        live C_GenerateKeyPair(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, public_key_template: *mut CK_ATTRIBUTE, public_key_attribute_count: CK_ULONG, private_key_template: *mut CK_ATTRIBUTE, private_key_attribute_count: CK_ULONG, public_key: *mut CK_OBJECT_HANDLE, private_key: *mut CK_OBJECT_HANDLE) => keys::generate_pair;
        live C_WrapKey(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, wrapping_key: CK_OBJECT_HANDLE, key: CK_OBJECT_HANDLE, wrapped_key: *mut CK_BYTE, wrapped_key_len: *mut CK_ULONG) => keys::wrap;
        live C_UnwrapKey(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, unwrapping_key: CK_OBJECT_HANDLE, wrapped_key: *mut CK_BYTE, wrapped_key_len: CK_ULONG, template: *mut CK_ATTRIBUTE, attribute_count: CK_ULONG, key: *mut CK_OBJECT_HANDLE) => keys::unwrap;
        live C_DeriveKey(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, base_key: CK_OBJECT_HANDLE, template: *mut CK_ATTRIBUTE, attribute_count: CK_ULONG, key: *mut CK_OBJECT_HANDLE) => keys::derive;
        live C_SeedRandom(session: CK_SESSION_HANDLE, seed: *mut CK_BYTE, seed_len: CK_ULONG) => keys::seed_random;
        live C_GenerateRandom(session: CK_SESSION_HANDLE, random_data: *mut CK_BYTE, random_len: CK_ULONG) => keys::generate_random;
        live C_GetFunctionStatus(session: CK_SESSION_HANDLE) => sessions::not_parallel;
        live C_CancelFunction(session: CK_SESSION_HANDLE) => sessions::not_parallel;
        live C_WaitForSlotEvent(flags: CK_FLAGS, slot: *mut CK_SLOT_ID, rserved: *mut c_void) => slots::wait_for_slot_event;
    }
    v3_0 {
        free C_GetInterfaceList(interfaces_list: *mut CK_INTERFACE, count: *mut CK_ULONG) => general::interface_list;
        free C_GetInterface(interface_name: *mut CK_UTF8CHAR, version: *mut CK_VERSION, interface: *mut *mut CK_INTERFACE, flags: CK_FLAGS) => general::interface;
        live C_LoginUser(session: CK_SESSION_HANDLE, user_type: CK_USER_TYPE, pin: *mut CK_UTF8CHAR, pin_len: CK_ULONG, username: *mut CK_UTF8CHAR, username_len: CK_ULONG) => sessions::login_user;
        live C_SessionCancel(session: CK_SESSION_HANDLE, flags: CK_FLAGS) => sessions::cancel;
        live C_MessageEncryptInit(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, key: CK_OBJECT_HANDLE) => messages::init[Encrypt];
        live C_EncryptMessage(session: CK_SESSION_HANDLE, parameter: *mut c_void, parameter_len: CK_ULONG, associated_data: *mut CK_BYTE, associated_data_len: CK_ULONG, plaintext: *mut CK_BYTE, plaintext_len: CK_ULONG, ciphertext: *mut CK_BYTE, ciphertext_len: *mut CK_ULONG) => messages::message[Encrypt];
        live C_EncryptMessageBegin(session: CK_SESSION_HANDLE, parameter: *mut c_void, parameter_len: CK_ULONG, associated_data: *mut CK_BYTE, associated_data_len: CK_ULONG) => messages::begin[Encrypt];
        live C_EncryptMessageNext(session: CK_SESSION_HANDLE, parameter: *mut c_void, parameter_len: CK_ULONG, plaintext_part: *mut CK_BYTE, plaintext_part_len: CK_ULONG, ciphertext_part: *mut CK_BYTE, ciphertext_part_len: *mut CK_ULONG, flags: CK_FLAGS) => messages::next[Encrypt];
        live C_MessageEncryptFinal(session: CK_SESSION_HANDLE) => messages::last[Encrypt];
        live C_MessageDecryptInit(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, key: CK_OBJECT_HANDLE) => messages::init[Decrypt];
        live C_DecryptMessage(session: CK_SESSION_HANDLE, parameter: *mut c_void, parameter_len: CK_ULONG, associated_data: *mut CK_BYTE, associated_data_len: CK_ULONG, ciphertext: *mut CK_BYTE, ciphertext_len: CK_ULONG, plaintext: *mut CK_BYTE, plaintext_len: *mut CK_ULONG) => messages::message[Decrypt];
        live C_DecryptMessageBegin(session: CK_SESSION_HANDLE, parameter: *mut c_void, parameter_len: CK_ULONG, associated_data: *mut CK_BYTE, associated_data_len: CK_ULONG) => messages::begin[Decrypt];
        live C_DecryptMessageNext(session: CK_SESSION_HANDLE, parameter: *mut c_void, parameter_len: CK_ULONG, ciphertext_part: *mut CK_BYTE, ciphertext_part_len: CK_ULONG, plaintext_part: *mut CK_BYTE, plaintext_part_len: *mut CK_ULONG, flags: CK_FLAGS) => messages::next[Decrypt];
        live C_MessageDecryptFinal(session: CK_SESSION_HANDLE) => messages::last[Decrypt];
        live C_MessageSignInit(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, key: CK_OBJECT_HANDLE) => messages::init[Sign];
        live C_SignMessage(session: CK_SESSION_HANDLE, parameter: *mut c_void, parameter_len: CK_ULONG, data: *mut CK_BYTE, data_len: CK_ULONG, signature: *mut CK_BYTE, signature_len: *mut CK_ULONG) => messages::sign;
        live C_SignMessageBegin(session: CK_SESSION_HANDLE, parameter: *mut c_void, parameter_len: CK_ULONG) => messages::begin_signed[Sign];
        live C_SignMessageNext(session: CK_SESSION_HANDLE, parameter: *mut c_void, parameter_len: CK_ULONG, data: *mut CK_BYTE, data_len: CK_ULONG, signature: *mut CK_BYTE, signature_len: *mut CK_ULONG) => messages::sign_next;
        live C_MessageSignFinal(session: CK_SESSION_HANDLE) => messages::last[Sign];
        live C_MessageVerifyInit(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, key: CK_OBJECT_HANDLE) => messages::init[Verify];
        live C_VerifyMessage(session: CK_SESSION_HANDLE, parameter: *mut c_void, parameter_len: CK_ULONG, data: *mut CK_BYTE, data_len: CK_ULONG, signature: *mut CK_BYTE, signature_len: CK_ULONG) => messages::verify;
        live C_VerifyMessageBegin(session: CK_SESSION_HANDLE, parameter: *mut c_void, parameter_len: CK_ULONG) => messages::begin_signed[Verify];
        live C_VerifyMessageNext(session: CK_SESSION_HANDLE, parameter: *mut c_void, parameter_len: CK_ULONG, data: *mut CK_BYTE, data_len: CK_ULONG, signature: *mut CK_BYTE, signature_len: CK_ULONG) => messages::verify_next;
        live C_MessageVerifyFinal(session: CK_SESSION_HANDLE) => messages::last[Verify];
    }
    v3_2 {
        live C_EncapsulateKey(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, public_key: CK_OBJECT_HANDLE, template: *mut CK_ATTRIBUTE, attribute_count: CK_ULONG, ciphertext: *mut CK_BYTE, ciphertext_len: *mut CK_ULONG, key: *mut CK_OBJECT_HANDLE) => keys::encapsulate;
        live C_DecapsulateKey(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, private_key: CK_OBJECT_HANDLE, template: *mut CK_ATTRIBUTE, attribute_count: CK_ULONG, ciphertext: *mut CK_BYTE, ciphertext_len: CK_ULONG, key: *mut CK_OBJECT_HANDLE) => keys::decapsulate;
        live C_VerifySignatureInit(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, key: CK_OBJECT_HANDLE, signature: *mut CK_BYTE, signature_len: CK_ULONG) => operations::verify_signature_init;
        live C_VerifySignature(session: CK_SESSION_HANDLE, data: *mut CK_BYTE, data_len: CK_ULONG) => operations::verify_signature;
        live C_VerifySignatureUpdate(session: CK_SESSION_HANDLE, part: *mut CK_BYTE, part_len: CK_ULONG) => operations::absorb[VerifySignature];
        live C_VerifySignatureFinal(session: CK_SESSION_HANDLE) => operations::verify_signature_final;
        live C_GetSessionValidationFlags(session: CK_SESSION_HANDLE, kind: CK_SESSION_VALIDATION_FLAGS_TYPE, flags: *mut CK_FLAGS) => sessions::validation_flags;
        live C_AsyncComplete(session: CK_SESSION_HANDLE, function_name: *mut CK_UTF8CHAR, result: *mut CK_ASYNC_DATA) => asynchronous::complete;
        live C_AsyncGetID(session: CK_SESSION_HANDLE, function_name: *mut CK_UTF8CHAR, id: *mut CK_ULONG) => asynchronous::get_id;
        live C_AsyncJoin(session: CK_SESSION_HANDLE, function_name: *mut CK_UTF8CHAR, id: CK_ULONG, data: *mut CK_BYTE, data_len: CK_ULONG) => asynchronous::join;
        live C_WrapKeyAuthenticated(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, wrapping_key: CK_OBJECT_HANDLE, key: CK_OBJECT_HANDLE, associated_data: *mut CK_BYTE, associated_data_len: CK_ULONG, wrapped_key: *mut CK_BYTE, wrapped_key_len: *mut CK_ULONG) => keys::wrap_authenticated;
        live C_UnwrapKeyAuthenticated(session: CK_SESSION_HANDLE, mechanism: *mut CK_MECHANISM, unwrapping_key: CK_OBJECT_HANDLE, wrapped_key: *mut CK_BYTE, wrapped_key_len: CK_ULONG, template: *mut CK_ATTRIBUTE, attribute_count: CK_ULONG, associated_data: *mut CK_BYTE, associated_data_len: CK_ULONG, key: *mut CK_OBJECT_HANDLE) => keys::unwrap_authenticated;
    }
}
