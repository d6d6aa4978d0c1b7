//! Parts of rules that most runs never look at. In the compiled form they stand as bytes and are read when first asked for.

use serde::de::DeserializeOwned;
use serde::{Deserialize, Deserializer, Serialize, Serializer};
use std::ops::Deref;
use std::sync::OnceLock;

/// A value that is there, or that is read from the compiled form when it is first asked for.
#[derive(Clone, Debug)]
pub struct Later<T> {
    value: OnceLock<T>,
    bytes: &'static [u8],
}

impl<T> From<T> for Later<T> {
    fn from(value: T) -> Self {
        Self { value: OnceLock::from(value), bytes: &[] }
    }
}

/// Damaged bytes give the default: that they are whole is tested.
impl<T: Default + DeserializeOwned> Deref for Later<T> {
    type Target = T;

    fn deref(&self) -> &T {
        self.value.get_or_init(|| postcard::from_bytes(self.bytes).unwrap_or_default())
    }
}

impl<T: Default + DeserializeOwned + Serialize> Serialize for Later<T> {
    fn serialize<S: Serializer>(&self, serializer: S) -> Result<S::Ok, S::Error> {
        let bytes = postcard::to_stdvec(&**self).map_err(serde::ser::Error::custom)?;
        serializer.serialize_bytes(&bytes)
    }
}

impl<'de: 'static, T> Deserialize<'de> for Later<T> {
    fn deserialize<D: Deserializer<'de>>(deserializer: D) -> Result<Self, D::Error> {
        let bytes = <&'static [u8]>::deserialize(deserializer)?;
        Ok(Self { value: OnceLock::new(), bytes })
    }
}

#[cfg(test)]
mod tests {
    use super::Later;

    #[test]
    fn what_is_read_later_is_the_same() {
        let now: Later<Vec<String>> = vec!["a".to_owned(), "b".to_owned()].into();
        let bytes: &'static [u8] = Box::leak(postcard::to_stdvec(&(now.clone(), 7_u8)).unwrap().into_boxed_slice());
        let (later, rest): (Later<Vec<String>>, u8) = postcard::from_bytes(bytes).unwrap();
        assert!(later.value.get().is_none(), "nothing was read yet");
        assert_eq!((later.as_slice(), rest), (now.as_slice(), 7));
    }
}
