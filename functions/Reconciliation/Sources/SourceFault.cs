namespace Plumbline.Reconciliation.Sources;

public enum SourceFault
{
    /// <summary>It does not answer, or with 5xx.</summary>
    Unavailable,

    /// <summary>429.</summary>
    RateLimited,

    /// <summary>401: the key is not valid, or no longer.</summary>
    Unauthorized,

    /// <summary>403: the key may not read this.</summary>
    Forbidden,

    /// <summary>404.</summary>
    NotFound,

    /// <summary>Any other 4xx: such as a cursor that it no longer knows.</summary>
    Refused,

    /// <summary>The answer is not the JSON that is documented.</summary>
    Malformed,
}
