//! What a trampoline needs to know of its parameters, whoever described them: a signature or a table of Clinic.

use proc_macro2::TokenStream;
use quote::quote;

use crate::pyfunction::{Function, extractions, param};
use crate::signature::Signature;

pub struct Description {
    /// The rows of `ParamSpec::params`.
    pub params: Vec<TokenStream>,
    /// How many of them may be given by position.
    pub positional: usize,
    pub variadic: bool,
    /// `let a0 = …;` for each.
    pub extractions: Vec<TokenStream>,
    /// What `inspect.signature` reads.
    pub text: String,
}

impl Description {
    pub fn of_signature(function: &Function<'_>, signature: &Signature, receiver: Option<&str>) -> Self {
        Self {
            params: signature.slots().map(param).collect(),
            positional: signature.positional(),
            variadic: signature.is_variadic(),
            extractions: extractions(function, signature),
            text: signature.text(receiver),
        }
    }

    pub fn slots(&self) -> usize {
        self.params.len()
    }

    /// `static SPEC`, under the name for messages.
    pub fn spec(&self, name: &str) -> TokenStream {
        let Self { params, positional, variadic, .. } = self;
        quote! {
            static SPEC: ::cpython_api::glue::ParamSpec = ::cpython_api::glue::ParamSpec {
                function: #name,
                params: &[#(#params),*],
                positional: #positional,
                variadic: #variadic,
            };
        }
    }
}
