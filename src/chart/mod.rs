//! Data into SVG, themed by the stylesheet. Knows nothing of the model.

pub mod skyline;
