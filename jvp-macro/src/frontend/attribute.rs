//! The options of `#[derive_jvp(..)]`, parsed and checked against the signature.

use crate::diagnostics::{Errors, error};
use proc_macro2::{Ident, Span, TokenStream, TokenTree};
use quote::ToTokens;
use syn::parse::{Parse, ParseStream, Parser};
use syn::punctuated::Punctuated;
use syn::spanned::Spanned;
use syn::{Token, parenthesized};

/// Everything that the attribute says.
#[derive(Default)]
pub struct Options {
    pub wrt: Vec<Wrt>,
    pub constant: Vec<Ident>,
    pub out: Vec<Ident>,
    pub pushforward: bool,
    /// Also functions that write their results into places.
    pub into: bool,
    /// `path = rule`
    pub rules: Vec<(syn::Path, syn::Path)>,
    pub no_companion: bool,
    pub krate: Option<syn::Path>,
    /// Types with operators of their own.
    pub types: Vec<Ident>,
    /// Leave fusion out. No attribute says this: the tests that the transform is closed do, since
    /// what fusion writes is for machines.
    pub unfused: bool,
}

/// One `wrt(..)`, with its `as NAME`.
pub struct Wrt {
    pub params: Vec<Ident>,
    pub name: Option<Ident>,
    pub span: Span,
}

const HELP: &str = "the options are `wrt(..)`, `wrt(..) as name`, `constant(..)`, `out(..)`, \
     `pushforward`, `into`, `rules(path = rule)`, `types(..)`, `no_companion` and `crate = path`";

/// The options in `attr`, and what is wrong with them. After a mistake the parser goes on behind
/// the next comma, so that every option that is right counts.
pub fn parse(attr: TokenStream) -> (Options, Vec<syn::Error>) {
    let parser = |input: ParseStream| {
        let mut options = Options::default();
        let mut errors = Vec::new();
        while !input.is_empty() {
            if let Err(e) = options.option(input) {
                errors.push(e);
                while !input.is_empty() && !input.peek(Token![,]) {
                    input.parse::<TokenTree>()?;
                }
            }
            if !input.is_empty() && input.parse::<Token![,]>().is_err() {
                let help = "separate the options by commas: `wrt(x), pushforward`";
                errors.push(error(input.span(), "a comma is missing here", help));
            }
        }
        Ok((options, errors))
    };
    parser
        .parse2(attr)
        .unwrap_or_else(|e| (Options::default(), vec![e]))
}

impl Options {
    /// The path of the `jvp` crate.
    pub fn crate_path(&self) -> syn::Path {
        let given = self.krate.clone();
        given.unwrap_or_else(|| syn::parse_quote!(::jvp))
    }

    /// What the block around says for all of its functions.
    pub fn inherit(&mut self, block: &Options) {
        self.pushforward |= block.pushforward;
        self.into |= block.into;
        self.no_companion |= block.no_companion;
        self.rules.extend(block.rules.iter().cloned());
        self.types.extend(block.types.iter().cloned());
        self.krate = self.krate.take().or_else(|| block.krate.clone());
    }

    /// A block's options for a function with these parameters: of the lists, what it has; none, if
    /// `wrt` names none of them.
    pub fn for_function(&self, params: &[String]) -> Option<Options> {
        let has = |list: &[Ident]| -> Vec<Ident> {
            let has = |n: &&Ident| params.contains(&n.to_string());
            list.iter().filter(has).cloned().collect()
        };
        let mut out = Options {
            constant: has(&self.constant),
            out: has(&self.out),
            ..Options::default()
        };
        out.inherit(self);
        for wrt in &self.wrt {
            let params = has(&wrt.params);
            if !params.is_empty() {
                out.wrt.push(Wrt {
                    params,
                    name: wrt.name.clone(),
                    span: wrt.span,
                });
            }
        }
        (self.wrt.is_empty() || !out.wrt.is_empty()).then_some(out)
    }

    fn option(&mut self, input: ParseStream) -> syn::Result<()> {
        let word: Ident = input
            .call(<Ident as syn::ext::IdentExt>::parse_any)
            .map_err(|e| error(e.span(), "this is not an option of `derive_jvp`", HELP))?;
        match word.to_string().as_str() {
            "wrt" => self.wrt(input, &word),
            "constant" => {
                self.constant.extend(names(input, &word)?);
                Ok(())
            }
            "out" => {
                self.out.extend(names(input, &word)?);
                Ok(())
            }
            "pushforward" => flag(&mut self.pushforward, input, &word),
            "into" => flag(&mut self.into, input, &word),
            "no_companion" => flag(&mut self.no_companion, input, &word),
            "rules" => self.rules(input, &word),
            "crate" => {
                let help = "write `crate = path`";
                if input.parse::<Token![=]>().is_err() {
                    return Err(error(word.span(), "`crate` needs a path", help));
                }
                let path = path(input, "`crate` needs a path", help)?;
                match self.krate.replace(path) {
                    None => Ok(()),
                    Some(_) => Err(twice(&word)),
                }
            }
            "types" => {
                self.types.extend(listed(input, &word, "types")?);
                Ok(())
            }
            other => Err(error(
                word.span(),
                format!("`{other}` is not an option of `derive_jvp`"),
                HELP,
            )),
        }
    }

    fn wrt(&mut self, input: ParseStream, word: &Ident) -> syn::Result<()> {
        let params = names(input, word)?;
        let name = match input.parse::<Option<Token![as]>>()? {
            None => None,
            Some(word) => Some(input.parse().map_err(|_| {
                error(
                    word.span,
                    "a name is missing after `as`",
                    "write `wrt(a, b) as name`",
                )
            })?),
        };
        if params.is_empty() {
            let help =
                "name the parameters to differentiate, or leave `wrt` out to take all of them";
            return Err(error(word.span(), "`wrt()` names no parameter", help));
        }
        self.wrt.push(Wrt {
            params,
            name,
            span: word.span(),
        });
        Ok(())
    }

    fn rules(&mut self, input: ParseStream, word: &Ident) -> syn::Result<()> {
        if !input.peek(syn::token::Paren) {
            let help = "write `rules(path = rule)`";
            return Err(error(word.span(), "`rules` needs a list", help));
        }
        let content;
        parenthesized!(content in input);
        let list = Punctuated::<Rule, Token![,]>::parse_terminated(&content);
        skip_rest(&content)?;
        for Rule { path, rule } in list? {
            if self.rules.iter().any(|(p, _)| *p == path) {
                let name = path.to_token_stream().to_string().replace(' ', "");
                return Err(error(
                    path.span(),
                    format!("`{name}` has two rules"),
                    "leave one out",
                ));
            }
            self.rules.push((path, rule));
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
        let help = "write `rules(path = rule)`, where `rule` has the signature that the JVP of \
                    `path` would have";
        let function = path(input, "a function is missing here", help)?;
        if input.parse::<Token![=]>().is_err() {
            return Err(error(
                function.span(),
                "the rule of this function is missing",
                help,
            ));
        }
        Ok(Rule {
            path: function,
            rule: path(input, "a rule is missing here", help)?,
        })
    }
}

/// A path, or `message`.
fn path(input: ParseStream, message: &str, help: &str) -> syn::Result<syn::Path> {
    input
        .call(syn::Path::parse_mod_style)
        .map_err(|e| error(e.span(), message, help))
}

fn flag(set: &mut bool, input: ParseStream, word: &Ident) -> syn::Result<()> {
    if input.peek(Token![=]) || input.peek(syn::token::Paren) {
        let help = format!("write `{word}` alone");
        return Err(error(word.span(), format!("`{word}` takes no value"), help));
    }
    match std::mem::replace(set, true) {
        false => Ok(()),
        true => Err(twice(word)),
    }
}

fn names(input: ParseStream, word: &Ident) -> syn::Result<Vec<Ident>> {
    listed(input, word, "parameters")
}

/// `word(a, b)`: names of what `what` says.
fn listed(input: ParseStream, word: &Ident, what: &str) -> syn::Result<Vec<Ident>> {
    let help = format!("write `{word}(a, b)` with the names of {what}");
    if !input.peek(syn::token::Paren) {
        return Err(error(word.span(), format!("`{word}` needs a list"), help));
    }
    let content;
    parenthesized!(content in input);
    // `self` is a keyword, and may be named too.
    let list = content.parse_terminated(<Ident as syn::ext::IdentExt>::parse_any, Token![,]);
    let list = list.map_err(|e| {
        let message = format!("only names of {what} can be listed");
        error(e.span(), message, help)
    });
    skip_rest(&content)?;
    Ok(list?.into_iter().collect())
}

/// What is left after a mistake would be another one to `syn`.
fn skip_rest(content: ParseStream) -> syn::Result<()> {
    content.parse::<TokenStream>().map(drop)
}

fn twice(word: &Ident) -> syn::Error {
    error(
        word.span(),
        format!("`{word}` is given twice"),
        "leave one out",
    )
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
    let help = match params {
        [] => format!("no parameter of `{function}` has a name: take patterns apart inside of it"),
        [one] => format!("the parameter of `{function}` is `{one}`"),
        _ => format!("the parameters of `{function}` are {}", list(params)),
    };
    let wrt = o.wrt.iter().map(|w| ("wrt", &w.params));
    for (what, names) in wrt.chain([("constant", &o.constant), ("out", &o.out)]) {
        for (i, name) in names.iter().enumerate() {
            if !params.contains(&name.to_string()) {
                let message =
                    format!("`{what}` names `{name}`, which is not a parameter of `{function}`");
                errors.add(name.span(), message, &help);
            } else if names[..i].contains(name) {
                errors.add(
                    name.span(),
                    format!("`{what}` names `{name}` twice"),
                    "leave one out",
                );
            } else if what != "constant" && o.constant.contains(name) {
                let help =
                    format!("a constant has no tangent: leave it out of `{what}` or of `constant`");
                errors.add(
                    name.span(),
                    format!("`{name}` is both in `{what}` and in `constant`"),
                    help,
                );
            }
        }
    }
}

/// A method has its receiver, also where the primals of `out` parameters are not given.
pub fn check_receiver(o: &Options, function: &Ident, errors: &Errors) {
    let receiver = o.out.iter().find(|name| *name == "self");
    if let (true, Some(name)) = (o.pushforward, receiver) {
        errors.add(
            name.span(),
            format!(
                "`pushforward_{function}` would have no receiver: it is not given what `out` names"
            ),
            "leave `self` out of `out(..)`, or leave `pushforward` out",
        );
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
                format!(
                    "name one: `wrt({}) as {name}_{}`",
                    example.join(", "),
                    example.join("_")
                ),
            );
        }
        seen.push(name);
    }
}
