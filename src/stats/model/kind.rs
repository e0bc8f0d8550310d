//! The model of record and its rivals: how log time lies over delay and batch size, and how it scatters.

use serde::{Deserialize, Serialize};

/// A model of the set that an analysis plan asks for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum ModelKind {
    /// Log-normal time on a bilinear surface that cannot dip: its corners are in order.
    Corner,
    /// Reload, then scan: T = e^{a + αz + …} + r·G.
    Additive,
    /// The corner form with a Student-t residual of [`STUDENT_DF`] degrees of freedom.
    StudentT,
    /// The bilinear surface with free corners: it may fall, and so can find the essay's hypothesis false.
    Unconstrained,
}

/// ν of the robust rival. Real review data had a residual skew of .37 and a kurtosis of 3.8.
pub const STUDENT_DF: f64 = 7.0;

/// How log time lies over (z, G).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Form {
    Corner,
    Free,
    Additive,
}

/// How log time scatters.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Residual {
    /// Normal.
    Normal,
    /// Student's t with [`STUDENT_DF`] degrees of freedom.
    StudentT,
}

impl ModelKind {
    /// Its name in a surface.
    pub fn id(self) -> &'static str {
        match self {
            Self::Corner => "corner-lognormal-sdt",
            Self::Additive => "additive-lognormal-sdt",
            Self::StudentT => "corner-student-t-sdt",
            Self::Unconstrained => "bilinear-lognormal-sdt",
        }
    }

    /// What it claims, in a few words.
    pub fn says(self) -> &'static str {
        match self {
            Self::Corner => "log time is bilinear in log m and G and does not fall",
            Self::Additive => "resuming costs a fixed number of seconds per G, reading comes on top",
            Self::StudentT => "as the first, with heavier tails",
            Self::Unconstrained => "log time is bilinear and may fall",
        }
    }

    pub(crate) fn form(self) -> Form {
        match self {
            Self::Corner | Self::StudentT => Form::Corner,
            Self::Additive => Form::Additive,
            Self::Unconstrained => Form::Free,
        }
    }

    /// How its log time scatters.
    pub fn residual(self) -> Residual {
        if self == Self::StudentT { Residual::StudentT } else { Residual::Normal }
    }
}
