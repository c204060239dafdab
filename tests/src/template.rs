//! Templates: a list of attributes with values owned here, turned into the C array for a call.

/// A value that fits an attribute.
pub trait Value {
    /// The bytes that C sees.
    fn bytes(&self) -> Vec<u8>;
}

impl Value for bool {
    fn bytes(&self) -> Vec<u8> {
        vec![u8::from(*self)]
    }
}

impl Value for u64 {
    fn bytes(&self) -> Vec<u8> {
        self.to_ne_bytes().to_vec()
    }
}

impl Value for &str {
    fn bytes(&self) -> Vec<u8> {
        self.as_bytes().to_vec()
    }
}

impl Value for &[u8] {
    fn bytes(&self) -> Vec<u8> {
        self.to_vec()
    }
}

impl<const N: usize> Value for &[u8; N] {
    fn bytes(&self) -> Vec<u8> {
        self.to_vec()
    }
}

impl Value for Vec<u8> {
    fn bytes(&self) -> Vec<u8> {
        self.clone()
    }
}

impl Value for &Vec<u8> {
    fn bytes(&self) -> Vec<u8> {
        self.to_vec()
    }
}

impl Value for &Template {
    fn bytes(&self) -> Vec<u8> {
        self.array()
    }
}

/// Attributes in the order in which C shall see them.
#[derive(Clone, Default)]
pub struct Template(pub Vec<(u64, Vec<u8>)>);

impl Template {
    /// An empty template.
    pub fn new() -> Template {
        Template::default()
    }

    /// This template and one attribute more, replacing one of the same type.
    #[must_use]
    pub fn with(mut self, kind: u64, value: impl Value) -> Template {
        self.0.retain(|(k, _)| *k != kind);
        self.0.push((kind, value.bytes()));
        self
    }

    /// This template with another's attributes after it, which win.
    #[must_use]
    pub fn and(mut self, other: &Template) -> Template {
        for (kind, value) in &other.0 {
            self = self.with(*kind, value);
        }
        self
    }

    /// This template without one attribute.
    #[must_use]
    pub fn without(mut self, kind: u64) -> Template {
        self.0.retain(|(k, _)| *k != kind);
        self
    }

    /// Value of an attribute.
    pub fn get(&self, kind: u64) -> Option<&[u8]> {
        self.0.iter().find(|(k, _)| *k == kind).map(|(_, v)| v.as_slice())
    }

    /// Number of attributes.
    pub fn count(&self) -> u64 {
        self.0.len() as u64
    }

    /// The `CK_ATTRIBUTE` array as bytes: type, address, length. It points into `self`.
    pub fn array(&self) -> Vec<u8> {
        let words = self
            .0
            .iter()
            .flat_map(|(kind, value)| [*kind, crate::ffi::address(value), value.len() as u64]);
        words.flat_map(u64::to_ne_bytes).collect()
    }
}

/// `template![CKA_CLASS => CKO_DATA, CKA_TOKEN => true]`
#[macro_export]
macro_rules! template {
    ($($kind:expr => $value:expr),* $(,)?) => {
        $crate::Template::new()$(.with($kind, $value))*
    };
}
