//! A window into the compiler: `JVP_SHOW=FILE cargo test -p jvp-macro show -- --nocapture` prints
//! what every annotated function of the file becomes (`JVP_FN=NAME` for one of them, `JVP_ALL=1` with
//! companions and attributes). For people at work on the compiler; it checks nothing.

/// Prints the expansions of the file that `JVP_SHOW` names.
#[test]
fn show() {
    let Ok(path) = std::env::var("JVP_SHOW") else {
        return;
    };
    let text = std::fs::read_to_string(&path).unwrap_or_else(|e| panic!("{path}: {e}"));
    let file = syn::parse_file(&text).unwrap_or_else(|e| panic!("{path}: {e}"));
    let all = std::env::var("JVP_ALL").is_ok();
    let mut functions = Vec::new();
    for item in file.items {
        match item {
            syn::Item::Fn(f) => functions.push(f),
            syn::Item::Impl(mut i) if is_ours(&i.attrs) => {
                take(&mut i.attrs);
                whole(quote::quote!(#i));
            }
            syn::Item::Mod(mut m) if is_ours(&m.attrs) => {
                take(&mut m.attrs);
                whole(quote::quote!(#m));
            }
            syn::Item::Trait(mut t) if is_ours(&t.attrs) => {
                take(&mut t.attrs);
                whole(quote::quote!(#t));
            }
            // What is written for a method is printed as for a function.
            syn::Item::Impl(i) => functions.extend(i.items.into_iter().filter_map(|i| match i {
                syn::ImplItem::Fn(f) => Some(syn::parse_quote!(#f)),
                _ => None,
            })),
            _ => {}
        }
    }
    for mut f in functions {
        if std::env::var("JVP_FN").is_ok_and(|n| f.sig.ident != n) {
            continue;
        }
        let Some(args) = take(&mut f.attrs) else {
            continue;
        };
        let out = crate::items::derive_jvp(args, quote::quote!(#f));
        let mut file: syn::File = syn::parse2(out).expect("an expansion is a file");
        if !all {
            file.items
                .retain(|i| matches!(i, syn::Item::Fn(_) | syn::Item::Macro(_)));
            for item in &mut file.items {
                if let syn::Item::Fn(f) = item {
                    f.attrs.clear();
                }
            }
        }
        println!("{}", prettyplease::unparse(&file));
    }
}

fn is_ours(attrs: &[syn::Attribute]) -> bool {
    attrs.iter().any(|a| a.path().is_ident("derive_jvp"))
}

/// The options of `#[derive_jvp]`, which is taken off.
fn take(attrs: &mut Vec<syn::Attribute>) -> Option<proc_macro2::TokenStream> {
    let i = attrs.iter().position(|a| a.path().is_ident("derive_jvp"))?;
    Some(match attrs.remove(i).meta {
        syn::Meta::List(l) => l.tokens,
        _ => proc_macro2::TokenStream::new(),
    })
}

/// Prints what a whole block becomes.
fn whole(item: proc_macro2::TokenStream) {
    let out = crate::items::derive_jvp(proc_macro2::TokenStream::new(), item);
    let file: syn::File = syn::parse2(out).expect("an expansion is a file");
    println!("{}", prettyplease::unparse(&file));
}
