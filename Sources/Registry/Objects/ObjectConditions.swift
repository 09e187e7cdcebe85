/// In which state of an object a change is meant.
///
/// Source: RFC 9110 §13.1.1 and §13.1.2.
package struct ObjectConditions: Hashable, Sendable {
    package enum Tags: Hashable, Sendable {
        /// Whatever state, if it is there at all.
        case any
        case some([String])

        /// - Parameter tag: of the object as it is; `nil` where there is none.
        fileprivate func match(_ tag: String?) -> Bool {
            guard let tag else { return false }
            return switch self {
            case .any: true
            case .some(let tags): tags.contains(tag)
            }
        }
    }

    /// Only in one of these.
    package let match: Tags?
    /// In none of these.
    package let noneMatch: Tags?

    package init(match: Tags? = nil, noneMatch: Tags? = nil) {
        self.match = match
        self.noneMatch = noneMatch
    }

    /// Whether who asks has the object in this state already.
    package func know(_ tag: String) -> Bool { noneMatch?.match(tag) ?? false }

    /// Whether both hold.
    fileprivate func hold(for tag: String?) -> Bool {
        match?.match(tag) ?? true && !(noneMatch?.match(tag) ?? false)
    }
}

/// What is to be done with an object.
package enum ObjectMethod: Hashable, Sendable, CaseIterable {
    /// Make one.
    case post
    /// Make it what is said, all of it.
    case put
    /// Change what is said of it.
    case patch
    case delete
}

/// What becomes of a request for one object, by method, conditions and what is there; pure.
package enum ObjectDecision: Hashable, Sendable {
    case insert
    case change
    case delete
    case alreadyExists
    case absent
    case preconditionFailed
    case preconditionRequired

    /// - Parameters:
    ///   - method: what is asked.
    ///   - conditions: in which state; of what is made anew only where its address names it.
    ///   - tag: of the object as it is; `nil` where there is none.
    package init(_ method: ObjectMethod, _ conditions: ObjectConditions, stored tag: String?) {
        switch method {
        case .post: self = tag == nil ? .insert : .alreadyExists
        case .put where !conditions.hold(for: tag): self = .preconditionFailed
        case .put where tag == nil: self = .insert
        // Who replaces all of it must have seen what it replaces.
        case .put: self = conditions.match == nil ? .preconditionRequired : .change
        case .patch, .delete:
            // RFC 9110 §13.2.1: conditions do not count where the answer would be no success without them.
            guard tag != nil else {
                self = .absent
                return
            }
            guard conditions.hold(for: tag) else {
                self = .preconditionFailed
                return
            }
            self = method == .delete ? .delete : .change
        }
    }
}
