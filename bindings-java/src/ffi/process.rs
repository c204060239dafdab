//! What is of the process: instances that are made, URLs and URIs, and the threads that asynchronous calls wait on.

use super::{bytes, natives, text};
use crate::packed::Writer;
use jni::objects::{JByteArray, JObject, JString};
use jni::refs::Global;
use jni::sys::{jint, jlong};
use jni::vm::JavaVM;
use jni::{jni_sig, jni_str};
use std::ptr::null_mut;
use strongroom::{Error, Pkcs11Uri};

natives! {
    /// The template of the object that a URI names.
    fn Java_dev_strongroom_Native_parseUri(env, uri: JString<'l>) -> JByteArray<'l> {
        let uri: Pkcs11Uri = text(env, &uri)?.unwrap_or_default().parse().map_err(Error::from)?;
        bytes(env, &Writer::default().template(&uri.template()).done())
    }

    /// Makes an instance: of each token its slot, its label and both PINs.
    fn Java_dev_strongroom_Native_create(env, path: JString<'l>, slots: jlong, label: JString<'l>, production: bool, blank: bool) -> JByteArray<'l> {
        let (path, label) = (text(env, &path)?.unwrap_or_default(), text(env, &label)?.unwrap_or_default());
        let new = strongroom::instance::NewInstance { slots: slots.cast_unsigned(), label, production, blank, ..Default::default() };
        let made = strongroom::instance::create(path.as_ref(), &new, |_| {}).map_err(Error::from)?;
        let mut out = Writer::default();
        out.count(made.len());
        for token in &made {
            out.numbers(&[token.slot]).all(&[&token.label]);
            out.bytes(token.so_pin.expose()).bytes(token.user_pin.expose());
        }
        bytes(env, &out.done())
    }

    fn Java_dev_strongroom_Native_configuredUrl(env) -> JString<'l> {
        Ok(env.new_string(strongroom::configured_url().map_err(Error::from)?)?)
    }

    /// The URL of a directory (0), or of another vendor's module (1).
    fn Java_dev_strongroom_Native_urlOf(env, what: jint, path: JString<'l>) -> JString<'l> {
        let path = text(env, &path)?.unwrap_or_default();
        let of = if what == 0 { strongroom::of_directory } else { strongroom::of_module };
        Ok(env.new_string(of(path.as_ref()))?)
    }

    /// The URL of a service.
    fn Java_dev_strongroom_Native_urlOfService(env, address: JString<'l>, bundle: JString<'l>) -> JString<'l> {
        let (address, bundle) = (text(env, &address)?, text(env, &bundle)?);
        let url = strongroom::of_service(address.as_deref(), bundle.as_deref().map(str::as_ref), None, None);
        Ok(env.new_string(url)?)
    }

    /// How many threads `submit` shall have; it counts when it is said before the first.
    fn Java_dev_strongroom_Native_threads(_env, threads: jint) {
        strongroom::exec::configure(usize::try_from(threads).unwrap_or_default());
        Ok(())
    }

    /// Has a `Runnable` run by one of the core's threads.
    fn Java_dev_strongroom_Native_submit(env, work: JObject<'l>) {
        let (work, vm) = (env.new_global_ref(&work)?, env.get_java_vm()?);
        Ok(strongroom::exec::submit(move || run(&vm, work)).map_err(Error::from)?)
    }
}

fn run(vm: &JavaVM, work: Global<JObject<'static>>) {
    if !attach(vm) {
        // The machine is ending; there is nobody left to be told.
        return;
    }
    // The work itself catches what is thrown, and completes what somebody waits for.
    let _ = vm.attach_current_thread(|env| -> jni::errors::Result<()> {
        env.call_method(&work, jni_str!("run"), jni_sig!("()V"), &[])?.v()?;
        drop(work);
        Ok(())
    });
}

/// Makes this thread one that the virtual machine does not wait for when it ends; to do so twice does nothing.
fn attach(vm: &JavaVM) -> bool {
    let (raw, mut env) = (vm.get_raw(), null_mut());
    // SAFETY: the machine is there for as long as the process; without arguments it chooses name and group, and
    // `env` is not used: each call asks for it anew.
    unsafe {
        ((**raw).v1_4.AttachCurrentThreadAsDaemon)(raw, &mut env, null_mut()) == jni::sys::JNI_OK
    }
}
