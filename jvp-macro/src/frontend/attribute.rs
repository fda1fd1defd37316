//! The options of `#[derive_jvp(..)]`, parsed and checked against the signature.

use crate::diagnostics::Errors;
use proc_macro2::{Ident, Span};
use syn::parse::{Parse, ParseStream};
use syn::punctuated::Punctuated;
use syn::{Token, parenthesized};

/// Everything that the attribute says.
#[derive(Default)]
pub struct Options {
    pub wrt: Vec<Wrt>,
    pub constant: Vec<Ident>,
    pub out: Vec<Ident>,
    pub pushforward: bool,
    /// `path = rule`
    pub rules: Vec<(syn::Path, syn::Path)>,
    pub no_companion: bool,
    pub krate: Option<syn::Path>,
}

/// One `wrt(..)`, with its `as NAME`.
pub struct Wrt {
    pub params: Vec<Ident>,
    pub name: Option<Ident>,
    pub span: Span,
}

const HELP: &str = "the options are `wrt(..)`, `wrt(..) as name`, `constant(..)`, `out(..)`, \
     `pushforward`, `rules(path = rule)`, `no_companion` and `crate = path`";

impl Parse for Options {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let mut o = Options::default();
        while !input.is_empty() {
            o.option(input)?;
            if !input.is_empty() {
                input.parse::<Token![,]>()?;
            }
        }
        Ok(o)
    }
}

impl Options {
    fn option(&mut self, input: ParseStream) -> syn::Result<()> {
        if input.peek(Token![crate]) {
            let word = input.parse::<Token![crate]>()?;
            input.parse::<Token![=]>()?;
            let path = input.call(syn::Path::parse_mod_style)?;
            return match self.krate.replace(path) {
                None => Ok(()),
                Some(_) => Err(twice(word.span, "crate")),
            };
        }
        let word: Ident = input
            .call(syn::ext::IdentExt::parse_any)
            .map_err(|e| syn::Error::new(e.span(), format!("expected an option\n= help: {HELP}")))?;
        match word.to_string().as_str() {
            "wrt" => {
                let params = names(input, &word)?;
                let name = if input.peek(Token![as]) {
                    input.parse::<Token![as]>()?;
                    Some(input.parse()?)
                } else {
                    None
                };
                if params.is_empty() {
                    return Err(syn::Error::new(
                        word.span(),
                        "`wrt()` names no parameter\n= help: name the parameters to differentiate, \
                         or leave `wrt` out to take all of them",
                    ));
                }
                self.wrt.push(Wrt { params, name, span: word.span() });
            }
            "constant" => self.constant.extend(names(input, &word)?),
            "out" => self.out.extend(names(input, &word)?),
            "pushforward" if self.pushforward => return Err(twice(word.span(), "pushforward")),
            "pushforward" => self.pushforward = true,
            "no_companion" if self.no_companion => return Err(twice(word.span(), "no_companion")),
            "no_companion" => self.no_companion = true,
            "rules" => {
                let content;
                parenthesized!(content in input);
                let list = Punctuated::<Rule, Token![,]>::parse_terminated(&content)?;
                self.rules.extend(list.into_iter().map(|r| (r.path, r.rule)));
            }
            "types" => {
                return Err(syn::Error::new(
                    word.span(),
                    "`types(..)` is not there yet\n= help: it comes with structs and methods; \
                     write the arithmetic on the fields for now",
                ));
            }
            other => {
                return Err(syn::Error::new(
                    word.span(),
                    format!("`{other}` is not an option of `derive_jvp`\n= help: {HELP}"),
                ));
            }
        }
        Ok(())
    }
}

struct Rule {
    path: syn::Path,
    rule: syn::Path,
}

impl Parse for Rule {
    fn parse(input: ParseStream) -> syn::Result<Self> {
        let path = input.call(syn::Path::parse_mod_style)?;
        if !input.peek(Token![=]) {
            return Err(syn::Error::new(
                syn::spanned::Spanned::span(&path),
                "a rule is missing here\n= help: write `rules(path = rule)`, where `rule` has the \
                 signature that the JVP of `path` would have",
            ));
        }
        input.parse::<Token![=]>()?;
        Ok(Rule { path, rule: input.call(syn::Path::parse_mod_style)? })
    }
}

fn names(input: ParseStream, word: &Ident) -> syn::Result<Vec<Ident>> {
    if !input.peek(syn::token::Paren) {
        let text = format!("`{word}` needs a list\n= help: write `{word}(a, b)`");
        return Err(syn::Error::new(word.span(), text));
    }
    let content;
    parenthesized!(content in input);
    // `self` is a keyword, and may be named too.
    let list = content.parse_terminated(<Ident as syn::ext::IdentExt>::parse_any, Token![,])?;
    Ok(list.into_iter().collect())
}

fn twice(span: Span, word: &str) -> syn::Error {
    syn::Error::new(span, format!("`{word}` is given twice\n= help: leave one out"))
}

/// A sentence that lists names: "`a`, `b`, and `c`".
pub fn list(names: &[String]) -> String {
    let quoted: Vec<String> = names.iter().map(|n| format!("`{n}`")).collect();
    match &quoted[..] {
        [] => "none".into(),
        [one] => one.clone(),
        [one, two] => format!("{one} and {two}"),
        [init @ .., last] => format!("{}, and {last}", init.join(", ")),
    }
}

/// Every name in `wrt`, `constant` and `out` is a parameter, and none has two roles.
pub fn check_names(o: &Options, function: &Ident, params: &[String], errors: &Errors) {
    let known = |what: &str, name: &Ident| {
        if !params.contains(&name.to_string()) {
            let verb = if params.len() == 1 { "parameter" } else { "parameters" };
            let are = if params.len() == 1 { "is" } else { "are" };
            errors.add(
                name.span(),
                format!("`{what}` names `{name}`, which is not a parameter of `{function}`"),
                format!("the {verb} of `{function}` {are} {}", list(params)),
            );
        }
    };
    for wrt in &o.wrt {
        for (i, name) in wrt.params.iter().enumerate() {
            known("wrt", name);
            if wrt.params[..i].contains(name) {
                errors.add(name.span(), format!("`wrt` names `{name}` twice"), "leave one out");
            }
            if o.constant.contains(name) {
                errors.add(
                    name.span(),
                    format!("`{name}` is both in `wrt` and in `constant`"),
                    "a constant has no tangent: leave it out of one of them",
                );
            }
        }
    }
    o.constant.iter().for_each(|n| known("constant", n));
    o.out.iter().for_each(|n| known("out", n));
    for name in &o.out {
        if o.constant.contains(name) {
            errors.add(
                name.span(),
                format!("`{name}` is both in `out` and in `constant`"),
                "`out` is for a `&mut` parameter whose tangent goes out: leave it out of one",
            );
        }
    }
}

/// No two variants have one name, and at most one has none.
pub fn check_variants(o: &Options, function: &Ident, errors: &Errors) {
    let mut seen: Vec<String> = Vec::new();
    for wrt in &o.wrt {
        let name = wrt.name.as_ref().unwrap_or(function).to_string();
        if seen.contains(&name) {
            let example: Vec<String> = wrt.params.iter().map(ToString::to_string).collect();
            errors.add(
                wrt.span,
                format!("two variants would both be named `jvp_{name}`"),
                format!("name one: `wrt({}) as {name}_{}`", example.join(", "), example.join("_")),
            );
        }
        seen.push(name);
    }
}
