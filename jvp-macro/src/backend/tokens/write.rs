//! The tokens that stand between a node's parts, written one by one.
//!
//! All of a function is written into one stream, and a group's content into one more. A stream for
//! every node, put into the one around it, would be copied as often as it is nested; and in the
//! compiler each of these copies is a call across the bridge to it.

use proc_macro2::{Delimiter, Group, Ident, Punct, Spacing, Span, TokenStream};
use quote::TokenStreamExt;

/// Where generated code stands that nothing of the user's is behind.
pub(super) fn here() -> Span {
    Span::call_site()
}

/// A keyword or a name.
pub(super) fn word(out: &mut TokenStream, text: &str, span: Span) {
    out.append(Ident::new(text, span));
}

/// An operator of one or more characters.
pub(super) fn punct(out: &mut TokenStream, text: &str, span: Span) {
    let last = text.len() - 1;
    for (i, c) in text.char_indices() {
        let spacing = match i == last {
            true => Spacing::Alone,
            false => Spacing::Joint,
        };
        let mut p = Punct::new(c, spacing);
        p.set_span(span);
        out.append(p);
    }
}

/// What `inside` writes, in delimiters.
pub(super) fn group(
    out: &mut TokenStream,
    delimiter: Delimiter,
    span: Span,
    inside: impl FnOnce(&mut TokenStream),
) {
    let mut inner = TokenStream::new();
    inside(&mut inner);
    let mut group = Group::new(delimiter, inner);
    group.set_span(span);
    out.append(group);
}

/// What `inside` writes, in braces that nothing of the user's is behind.
pub fn braces(out: &mut TokenStream, inside: impl FnOnce(&mut TokenStream)) {
    group(out, Delimiter::Brace, here(), inside);
}

/// What `each` writes of the items, with `between` between them.
pub(super) fn separated<T>(
    out: &mut TokenStream,
    items: impl IntoIterator<Item = T>,
    between: &str,
    span: Span,
    mut each: impl FnMut(T, &mut TokenStream),
) {
    for (i, item) in items.into_iter().enumerate() {
        if i > 0 {
            punct(out, between, span);
        }
        each(item, out);
    }
}
