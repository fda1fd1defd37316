//! Expansions, pretty-printed.

/// Prints the expansion of every annotated function in the file that `JVP_SHOW` names.
#[test]
fn show() {
    let Ok(path) = std::env::var("JVP_SHOW") else { return };
    let file = syn::parse_file(&std::fs::read_to_string(path).unwrap()).unwrap();
    for item in file.items {
        let syn::Item::Fn(mut f) = item else { continue };
        if std::env::var("JVP_FN").is_ok_and(|n| f.sig.ident != n) {
            continue;
        }
        let Some(i) = f.attrs.iter().position(|a| a.path().is_ident("derive_jvp")) else { continue };
        let attr = f.attrs.remove(i);
        let args = match attr.meta {
            syn::Meta::List(l) => l.tokens,
            _ => Default::default(),
        };
        let out = crate::expand::derive_jvp(args, quote::quote!(#f));
        match syn::parse2::<syn::File>(out.clone()) {
            Ok(mut file) => {
                if std::env::var("JVP_ALL").is_err() {
                    file.items.retain(|i| matches!(i, syn::Item::Fn(_)| syn::Item::Macro(_)));
                    for i in &mut file.items { if let syn::Item::Fn(f) = i { f.attrs.clear(); } }
                }
                println!("{}", prettyplease::unparse(&file))
            }
            Err(e) => println!("{e}\n{out}"),
        }
    }
}
