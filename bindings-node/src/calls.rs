//! How the functions of this crate are written: each is one call of the SDK with a handle and what goes with it.

/// Makes functions that JavaScript calls, with the handle first and a ticket last, or a place and room for an answer. What
/// came from JavaScript is taken before they are left; what is in the braces is done then with the handle's value, here or
/// by another thread.
macro_rules! calls {
    ($($(#[$about:meta])* fn $name:ident($this:ident: $of:ty $(, $arg:ident: $type:ty)*) $body:block)*) => {$(
        $(#[$about])*
        #[napi_derive::napi]
        #[allow(unused_braces, unused_variables)] // what is short stands in one line; the queue is only asked for threads
        #[allow(clippy::too_many_arguments)] // as the package says them
        pub fn $name<'env>(
            env: &'env napi::Env,
            $this: &napi::bindgen_prelude::External<crate::answer::Handle<$of>>,
            $($arg: $type,)*
            ticket: Option<u32>,
            room: Option<napi::bindgen_prelude::BufferSlice<'_>>,
        ) -> crate::answer::Reply<'env> {
            $(let $arg = crate::convert::Taken::taken($arg);)*
            $this.run(env, ticket, room, move |$this| $body)
        }
    )*};
}
pub(crate) use calls;
