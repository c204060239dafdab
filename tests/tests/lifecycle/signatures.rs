//! What each function takes, so that every argument of every function can be made absurd.

/// An argument.
#[derive(Clone, Copy, PartialEq, Eq, Debug)]
pub enum Arg {
    /// A session.
    Session,
    /// An object or key.
    Object,
    /// A slot.
    Slot,
    /// A number, type or flags.
    Number,
    /// A `CK_MECHANISM`.
    Mechanism,
    /// Attributes; their count comes next.
    Template,
    /// The number of attributes.
    Count,
    /// Bytes that are read; their length comes next.
    Input,
    /// The length of bytes that are read.
    Length,
    /// Bytes that are written; the place of their length comes next.
    Output,
    /// The place of the length of bytes that are written.
    OutputLength,
    /// A place for a handle, a number or a structure of up to 512 bytes.
    Place,
    /// Nothing, or something that a test leaves alone.
    Null,
}

/// One letter for each argument.
fn arg(letter: char) -> Arg {
    match letter {
        's' => Arg::Session,
        'o' => Arg::Object,
        'S' => Arg::Slot,
        'n' => Arg::Number,
        'm' => Arg::Mechanism,
        't' => Arg::Template,
        'c' => Arg::Count,
        'i' => Arg::Input,
        'l' => Arg::Length,
        'p' => Arg::Output,
        'q' => Arg::OutputLength,
        'w' => Arg::Place,
        _ => Arg::Null,
    }
}

/// Arguments of a function.
pub fn arguments(signature: &str) -> Vec<Arg> {
    signature.chars().map(arg).collect()
}

/// The functions that need an initialised library and do something, with their arguments.
pub const FUNCTIONS: &[(&str, &str)] = &[
    ("C_GetInfo", "w"),
    ("C_GetSlotList", "nwq"),
    ("C_GetSlotInfo", "Sw"),
    ("C_GetTokenInfo", "Sw"),
    ("C_WaitForSlotEvent", "nw-"),
    ("C_GetMechanismList", "Swq"),
    ("C_GetMechanismInfo", "Snw"),
    ("C_InitToken", "Sili"),
    ("C_InitPIN", "sil"),
    ("C_SetPIN", "silil"),
    ("C_OpenSession", "Sn--w"),
    ("C_CloseSession", "s"),
    ("C_CloseAllSessions", "S"),
    ("C_GetSessionInfo", "sw"),
    ("C_SessionCancel", "sn"),
    ("C_GetOperationState", "spq"),
    ("C_SetOperationState", "siloo"),
    ("C_Login", "snil"),
    ("C_LoginUser", "snilil"),
    ("C_Logout", "s"),
    ("C_CreateObject", "stcw"),
    ("C_CopyObject", "sotcw"),
    ("C_DestroyObject", "so"),
    ("C_GetObjectSize", "sow"),
    ("C_GetAttributeValue", "sotc"),
    ("C_SetAttributeValue", "sotc"),
    ("C_FindObjectsInit", "stc"),
    ("C_FindObjects", "swnw"),
    ("C_FindObjectsFinal", "s"),
    ("C_EncryptInit", "smo"),
    ("C_Encrypt", "silpq"),
    ("C_EncryptUpdate", "silpq"),
    ("C_EncryptFinal", "spq"),
    ("C_DecryptInit", "smo"),
    ("C_Decrypt", "silpq"),
    ("C_DecryptUpdate", "silpq"),
    ("C_DecryptFinal", "spq"),
    ("C_DigestInit", "sm"),
    ("C_Digest", "silpq"),
    ("C_DigestUpdate", "sil"),
    ("C_DigestKey", "so"),
    ("C_DigestFinal", "spq"),
    ("C_SignInit", "smo"),
    ("C_Sign", "silpq"),
    ("C_SignUpdate", "sil"),
    ("C_SignFinal", "spq"),
    ("C_SignRecoverInit", "smo"),
    ("C_SignRecover", "silpq"),
    ("C_VerifyInit", "smo"),
    ("C_Verify", "silil"),
    ("C_VerifyUpdate", "sil"),
    ("C_VerifyFinal", "sil"),
    ("C_VerifyRecoverInit", "smo"),
    ("C_VerifyRecover", "silpq"),
    ("C_DigestEncryptUpdate", "silpq"),
    ("C_DecryptDigestUpdate", "silpq"),
    ("C_SignEncryptUpdate", "silpq"),
    ("C_DecryptVerifyUpdate", "silpq"),
    ("C_GenerateKey", "smtcw"),
    ("C_GenerateKeyPair", "smtctcww"),
    ("C_WrapKey", "smoopq"),
    ("C_UnwrapKey", "smoiltcw"),
    ("C_DeriveKey", "smotcw"),
    ("C_SeedRandom", "sil"),
    ("C_GenerateRandom", "sil"),
    ("C_GetFunctionStatus", "s"),
    ("C_CancelFunction", "s"),
];
