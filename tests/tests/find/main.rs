//! Searching (PKCS #11 v3.2, section 5.7.7): any template, any batch, and objects that come and go
//! while somebody searches.

mod searches;
mod templates;

strongroom_tests::suite![
    templates::every_attribute_finds_its_objects,
    templates::several_attributes_narrow_a_search,
    templates::templates_that_find_nothing,
    templates::empty_values,
    templates::big_integers,
    templates::secrets_are_not_searched,
    templates::mechanisms_and_profiles_by_class,
    searches::batches_of_any_size,
    searches::objects_come_and_go,
    searches::changed_objects,
    searches::steps_out_of_order,
    searches::missing_pointers,
    searches::a_login_between,
    searches::the_same_again,
    searches::many_objects,
];
