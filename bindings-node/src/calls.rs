//! How the functions of this crate are written: each is one call of the SDK with a handle and what goes with it.

/// Makes functions that JavaScript calls, with the handle first and a ticket last: what is in the braces takes what
/// came from JavaScript, and gives what is called with the handle's value, here or by another thread.
macro_rules! calls {
    ($($(#[$about:meta])* fn $name:ident($this:ident: $of:ty $(, $arg:ident: $type:ty)*) $body:block)*) => {$(
        $(#[$about])*
        #[napi_derive::napi]
        #[allow(unused_braces)] // what is short stands in one line
        #[allow(clippy::too_many_arguments)] // as the package says them
        pub fn $name<'env>(
            env: &'env napi::Env,
            $this: &napi::bindgen_prelude::External<crate::answer::Handle<$of>>,
            $($arg: $type,)*
            ticket: Option<u32>,
        ) -> crate::answer::Reply<'env> {
            $this.run(env, ticket, $body)
        }
    )*};
}
pub(crate) use calls;
